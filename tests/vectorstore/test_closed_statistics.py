"""What a search without the closed collections gives does not tell what they hold."""

from pathlib import Path

import pytest

from ingest import split_passages
from vectorstore import Article, Embedder, Filters, Store, candidates

WORDS = ("olive harvest began early", "the ferry leaves", "ferry to nador", "nador began early")
QUERIES = ("When does the ferry to Nador leave?", "olive harvest", "the early ferry", "nador")
CLOSED = Filters(closed=("board", "staff"))


def _articles(collection: str, count: int, language: str, text: str) -> list[Article]:
    """Articles with the words of `WORDS`, in turns, and with `text`."""
    return [
        Article(
            f"{collection} {n} says: {WORDS[n % 4]}. {text}", f"{n}", f"{collection}/{n}",
            collection=collection, language=language,
        )
        for n in range(count)
    ]  # fmt: skip


def _found(path: Path, embedder: Embedder, groups: list[list[Article]]) -> list[list[object]]:
    """What is found by each query, by a reader to whom two collections are closed."""
    with Store.open(path, embedder) as store:
        for group in groups:
            store.add([(article, split_passages(article)) for article in group])
        return [
            [
                (hit.article, hit.passage.start, hit.score, hit.probability, hit.sentence_scores)
                for hit in store.search(query, 5, CLOSED, language="en")
            ]
            for query in QUERIES
        ]


@pytest.mark.parametrize("scored", ["all", "nearest"])
def test_stores_that_differ_in_closed_collections_answer_alike(
    static_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scored: str
) -> None:
    if scored == "nearest":
        monkeypatch.setattr(candidates, "_FEW", 0)
    embedder = Embedder(str(static_model), tmp_path)
    one, two = _articles("open", 6, "en", "So it is."), _articles("news", 5, "en", "No olive.")
    board = _articles("board", 20, "de", "Nador, Nador, ferry: the ferry leaves.")
    staff = _articles("staff", 20, "en", "The olive harvest leaves early to Nador.")
    alone = _found(tmp_path / "alone", embedder, [one, two])
    assert all(alone)
    assert _found(tmp_path / "beside", embedder, [board, one, staff, two]) == alone


def test_who_may_read_a_collection_has_it_counted(static_model: Path, tmp_path: Path) -> None:
    embedder = Embedder(str(static_model), tmp_path)
    with Store.open(tmp_path / "store", embedder) as store:
        for group in (_articles("open", 8, "en", "So."), _articles("board", 20, "en", "Nador.")):
            store.add([(article, split_passages(article)) for article in group])
        closed, every = (store.search("nador", 1, each)[0] for each in (CLOSED, Filters()))
        assert {closed.article.collection, every.article.collection} == {"open", "board"}
        assert closed.score == store.search("nador", 1, CLOSED)[0].score != every.score
