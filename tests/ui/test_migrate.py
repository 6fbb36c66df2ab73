"""What the chat keeps is moved to a database and back, however often the move was killed."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.ui.answers import answer
from ui.migrate import copy_records
from ui.persistence.local import local_records
from ui.persistence.postgres import postgres_records
from ui.persistence.records import Records
from ui.web.state.links import keep_linked, link_id, read_linked
from vectorstore.errors import CiteraError
from vectorstore.tables.postgres_address import PostgresAddress

LINES = ['{"liked": true}', '{"liked": false}', '{"liked": true}']
MADE = [answer([]), answer([], language="fr")]


@pytest.fixture
def source(tmp_path: Path) -> Records:
    records = local_records(tmp_path / "links", tmp_path / "feedback.jsonl")
    for made in MADE:
        keep_linked(records.links, made)
    for line in LINES:
        records.feedback.append(line)
    return records


@pytest.fixture
def database(database_url: str) -> Iterator[Records]:
    with closing(postgres_records(PostgresAddress.parse(database_url))) as records:
        yield records


def content(records: Records) -> tuple[dict[str, str | None], list[str]]:
    links = records.links
    return {name: links.get(name) for name in links.names()}, records.feedback.read()[0]


def test_it_is_the_same_in_a_database_and_back_again(
    source: Records, database: Records, tmp_path: Path
) -> None:
    assert copy_records(source, database) == (2, 3)
    assert content(database) == content(source)
    back = local_records(tmp_path / "back", tmp_path / "back.jsonl")
    assert copy_records(database, back) == (2, 3)
    assert content(back) == content(source)


@pytest.mark.parametrize("written", range(5))
def test_it_goes_on_where_it_was_killed(
    source: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    target = local_records(tmp_path / "target", tmp_path / "target.jsonl")
    left = iter(range(written))

    def killing(write: Callable[..., None]) -> Callable[..., None]:
        def write_or_die(*parts: str) -> None:
            if next(left, None) is None:
                raise KeyboardInterrupt
            write(*parts)

        return write_or_die

    with monkeypatch.context() as patch:
        patch.setattr(target.links, "put", killing(target.links.put))
        patch.setattr(target.feedback, "append", killing(target.feedback.append))
        with pytest.raises(KeyboardInterrupt):
            copy_records(source, target)
    assert content(target) != content(source)
    assert copy_records(source, target) == (2, 3)
    assert content(target) == content(source)


def test_what_is_damaged_is_left_out_and_what_is_there_stays(
    source: Records, database: Records, tmp_path: Path
) -> None:
    (tmp_path / "links" / f"{'a' * 16}.json").write_bytes(b"\xff\0")
    (tmp_path / "links" / "other.json").write_text("{}")
    with (tmp_path / "feedback.jsonl").open("a") as file:
        file.write('{"liked"')
    database.feedback.append('{"before": 1}')
    assert copy_records(source, database) == (2, 3)
    assert database.links.names() == sorted(map(link_id, MADE))
    assert database.feedback.read()[0] == ['{"before": 1}', *LINES]


def test_a_copy_that_is_not_the_same_is_told(
    source: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = local_records(tmp_path / "target", tmp_path / "target.jsonl")
    monkeypatch.setattr(target.feedback, "append", lambda _line: None)
    with pytest.raises(CiteraError, match="not the same"):
        copy_records(source, target)
    assert read_linked(target.links, link_id(MADE[0])) == MADE[0]
