"""A store that the last release filled is used as it is, and brought up to date in place."""

from pathlib import Path

import pytest

from ingest import ingest_paths, read_articles, split_passages
from ingest.state.ledger import LEDGER, Ledger
from tests.faults import CrashImages
from tests.older_version import QUESTION, unpack
from vectorstore import Embedder, Store


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return unpack(tmp_path / "home")


def files(sources: dict[str, str]) -> set[str]:
    """The names of the files that articles are from, by the articles' sources."""
    return {source.partition("#")[0].rpartition("/")[2] for source in sources.values()}


def test_it_is_searched_as_it_is(home: Path, embedder: Embedder):
    with Store.open(home / "store", embedder) as store:
        assert store.damage() == store.faults() == []
        assert store.search(QUESTION, 1)[0].article.source.endswith("talks.txt")
    assert Ledger(home / "store" / LEDGER).check() == (4, 4)


def test_killed_at_any_step_it_is_brought_up_to_date_by_the_next_ingest(
    home: Path, embedder: Embedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("ingest.pipeline._BATCH_SIZE", 1)  # each article by itself
    news, images = home / "news", CrashImages(home / "store", tmp_path / "images")
    (news / "talks.txt").write_text("Talks in Moscow\n\nThe talks ended on Friday.\n", "utf-8")
    with Store.open(home / "store", embedder) as store:
        old, names = store.content_hashes(), files(store.sources())
    with images.at_each_step(), Store.open(home / "store", embedder) as store:
        ingest_paths(store, [news], limits=None)
    with Store.open(home / "store", embedder) as store:
        new = store.content_hashes()
        read = [article for path in news.iterdir() for article in read_articles(path)]
        assert {each.id: each.content_hash for each in read}.items() <= new.items()
        assert [store.passages(each.id) for each in read] == list(map(split_passages, read))
        assert (len(new), files(store.sources())) == (len(read) + 1, names)  # gone.txt is kept
        assert files({id_: store.sources()[id_] for id_, _ in new.items() - old.items()}) == {
            "harvest.html",  # as the parser gives another text now
            "talks.txt",
        }
    last_with: dict[frozenset[tuple[str, str]], Path] = {}
    for image in images.taken:
        with Store.open(image, embedder) as store:
            held = store.content_hashes()
            assert held.items() <= old.items() | new.items()
            assert files(store.sources()) == names
            assert store.faults() == []
        last_with[frozenset(held.items())] = image
    assert len(last_with) > 2
    assert last_with.keys() >= {frozenset(old.items()), frozenset(new.items())}
    for image in last_with.values():
        with Store.open(image, embedder) as store:
            assert ingest_paths(store, [news], limits=None).succeeded
            assert (store.content_hashes(), store.faults()) == (new, [])
            assert ingest_paths(store, [news], limits=None).unchanged == len(read)
