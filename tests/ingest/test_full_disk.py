import json
from pathlib import Path

import pytest

from ingest import ingest_paths
from tests.faults import no_file_longer_than
from vectorstore import CiteraError, Store


def longest_file(folder: Path) -> int:
    return max(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("room", [30_000, 200_000])
def test_a_full_disk_ends_in_a_clear_error_and_a_usable_store(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
):
    monkeypatch.setattr("ingest.pipeline._BATCH_SIZE", 1500)
    source = tmp_path / "table.jsonl"
    lines = [{"id": n, "text": f"The talks number {n} began in Moscow."} for n in range(90)]
    source.write_text(json.dumps(lines[0]))
    ingest_paths(store, [source])
    source.write_text("\n".join(map(json.dumps, lines)))
    with no_file_longer_than(longest_file(store.path) + room), pytest.raises(CiteraError) as raised:
        ingest_paths(store, [source])
    assert str(store.path) in str(raised.value)
    assert "space" in str(raised.value)
    assert store.search("the talks in Moscow")
    assert store.faults() == []
    assert ingest_paths(store, [source]).articles == len(lines)
    assert store.count().articles == len(lines)
    assert store.faults() == []
