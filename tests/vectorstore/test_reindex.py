import pytest

from ingest import split_passages
from vectorstore import Article, Embedder, Store, StoreMismatch
from vectorstore import reindex as reindex_module

ARTICLES = [
    Article("The olive harvest began early.", "Olives", "olives.txt"),
    Article("The ferry to Nador leaves early.", "Ferry", "ferry.txt"),
    Article("The prize went to nobody.", "Prize", "prize.txt"),
]
HARVEST, FERRY = "the olive harvest", "ferry to nador"


@pytest.fixture
def other(static_model, tmp_path) -> Embedder:
    return Embedder(str(static_model), tmp_path)


@pytest.fixture
def store(place, embedder):
    with Store.open(place, embedder) as opened:
        opened.add([(article, split_passages(article)) for article in ARTICLES])
        yield opened


def test_reindexing_lets_another_model_in_and_the_one_before_out(store, place, other):
    seen = []
    with Store.open(place, other) as reopened:
        assert reopened.reindex(lambda done, total: seen.append((done, total))) == 3
        assert seen == [(3, 3)]
        assert reopened.search(HARVEST, 1)[0].article == ARTICLES[0]
        assert reopened.search(FERRY, 1)[0].article == ARTICLES[1]
        assert reopened.faults() == []
        assert list(reopened.articles()) == list(store.articles())
        with pytest.raises(StoreMismatch, match="words"):
            store.search(HARVEST)
        store.reindex()
        assert store.search(HARVEST, 1)[0].article == ARTICLES[0]
        assert store.faults() == []
        with pytest.raises(StoreMismatch):
            reopened.search(HARVEST)


def test_an_interrupted_run_serves_the_old_vectors_and_goes_on_where_it_was(
    store, place, other, monkeypatch
):
    monkeypatch.setattr(reindex_module, "_BATCH", 1)
    added = Article("Bread rose in price. So did salt.", "Bread", "bread.txt")

    def interrupt(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with Store.open(place, other) as reopened:
        with pytest.raises(KeyboardInterrupt):
            reopened.reindex(interrupt)
        # Until it ends, the model before serves searches and takes articles.
        assert store.search(HARVEST, 1)[0].article == ARTICLES[0]
        store.add([(added, split_passages(added))])
        store.remove(ARTICLES[0].id)
        with pytest.raises(StoreMismatch):
            reopened.search(HARVEST)
        seen = []
        assert reopened.reindex(lambda done, total: seen.append((done, total))) == 3
        assert seen == [(2, 3), (3, 3)]
        assert reopened.faults() == []
        assert reopened.search("ferry", 1)[0].article == ARTICLES[1]


def test_what_was_gathered_for_another_model_is_not_used(store, place, other, monkeypatch):
    monkeypatch.setattr(reindex_module, "_BATCH", 1)

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with Store.open(place, other) as reopened, pytest.raises(KeyboardInterrupt):
        reopened.reindex(interrupt)
    seen = []
    store.reindex(lambda done, total: seen.append(done))
    assert seen == [1, 2, 3]
    assert store.search(HARVEST, 1)[0].article == ARTICLES[0]
    assert store.faults() == []


def test_an_empty_store_takes_another_model(place, other, embedder):
    with Store.open(place, embedder) as store:
        assert store.reindex() == 0
        assert store.search(HARVEST) == []
