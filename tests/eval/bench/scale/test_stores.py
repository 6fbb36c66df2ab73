"""Filling a small store and searching it, in both places."""

import pytest

from eval.bench.scale.corpus import Corpus
from eval.bench.scale.embedder import MadeUpEmbedder
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
    ingest = fill(place, CORPUS)
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
    assert {"lexical.scores", "index._nearest_in"} <= search.parts_ms.keys()
    assert all(ms >= 0 for ms in search.parts_ms.values())
    assert search.servers_mib is None
    running = RunningPlace(place, (), (tmp_path,))
    files = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    # An empty database of PostgreSQL takes some megabytes.
    assert disk_bytes(running) - files >= (4e6 if isinstance(place, ServerAddress) else 0)
    assert segment_count(place) == 1


def test_the_recall_of_another_corpus_is_low(tmp_path):
    fill(tmp_path, Corpus(300, "clustered"))
    assert measure(tmp_path, CORPUS, 4).recall_at_10 < 0.7
