"""Filling a small store and searching it, in both places."""

import pytest

from eval.bench.scale.corpus import Corpus
from eval.bench.scale.embedder import MadeUpEmbedder
from eval.bench.scale.figures import INGEST
from eval.bench.scale.places import RunningPlace, disk_bytes, segment_count
from eval.bench.scale.stores import fill, measure
from vectorstore import ServerAddress, Store

CORPUS = Corpus(30, "clustered")


@pytest.fixture(params=["folder", "servers"])
def place(request, tmp_path):
    if request.param == "folder":
        return tmp_path / "store"
    database = request.getfixturevalue("database_url")
    return ServerAddress(request.getfixturevalue("chroma"), tmp_path / "store", database)


def test_a_store_is_filled_and_searched(place, tmp_path):
    ingest = fill(place, CORPUS, tmp_path / "taken")
    assert ingest.core_seconds > 0
    assert ingest.seconds > 0
    with Store.open(place, MadeUpEmbedder({}, CORPUS.kind)) as store:
        assert store.count().passages == CORPUS.size
        assert store.faults() == []
    search = measure(place, CORPUS, 4)
    # So few are compared exactly by the store too, which rounds the vectors.
    assert search.recall_at_10 >= 0.9
    assert 0 < search.p50_ms <= search.p95_ms
    assert search.core_ms > 0
    assert {"lexical.scores", "open_segments.nearest"} <= search.parts_ms.keys()
    assert all(ms >= 0 for ms in search.parts_ms.values())
    assert search.servers_mib is None
    running = RunningPlace(place, (), (tmp_path,))
    files = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    # An empty database of PostgreSQL takes some megabytes.
    assert disk_bytes(running) - files >= (4e6 if isinstance(place, ServerAddress) else 0)
    assert segment_count(place) == 1


def test_the_recall_of_another_corpus_is_low(tmp_path):
    fill(tmp_path / "store", Corpus(300, "clustered"), tmp_path / "taken")
    assert measure(tmp_path / "store", CORPUS, 4).recall_at_10 < 0.7


def test_a_run_that_was_killed_goes_on_where_it_stopped(tmp_path, monkeypatch):
    corpus, place, taken = Corpus(600, "clustered"), tmp_path / "store", tmp_path / "taken"
    add, added = Store.add_encoded, []

    def add_two(store, items, encoded):
        if len(added) == 2:
            raise KeyboardInterrupt
        added.append(items)
        add(store, items, encoded)

    monkeypatch.setattr(Store, "add_encoded", add_two)
    with pytest.raises(KeyboardInterrupt):
        fill(place, corpus, taken)
    before = INGEST.validate_json(taken.read_bytes())
    monkeypatch.setattr(Store, "add_encoded", add)
    ingest = fill(place, corpus, taken)
    assert ingest.core_seconds > before.core_seconds > 0
    with Store.open(place, MadeUpEmbedder({}, corpus.kind)) as store:
        assert sorted(store.sources().values(), key=int) == [str(each) for each in range(600)]
        assert store.count().passages == 600
