"""Searching a store: what is found, filtered, varied and how it is scored."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ingest import split_passages
from vectorstore import Article, CiteraError, Embedder, Filters, Store
from vectorstore.address import Place
from vectorstore.calibration import SEARCH
from vectorstore.scoring.ranking import Weights


def _add(store: Store, *articles: Article) -> None:
    store.add([(article, split_passages(article)) for article in articles])


def _titles(store: Store, query: str, **options: object) -> list[str]:
    return [hit.article.title for hit in store.search(query, **options)]


@pytest.mark.parametrize(
    "query",
    [
        "How many tonnes of oil are expected?",
        "Combien de tonnes d'huile attend la coopérative ?",
        "Wie viele Tonnen Öl erwartet die Genossenschaft?",
    ],
)
def test_finds_the_article_in_any_language(small_store: Store, query: str) -> None:
    assert _titles(small_store, query, k=1) == ["Olive harvest begins early in Kairouan"]


def test_scores_fall_and_probabilities_are_chances(small_store: Store) -> None:
    hits = small_store.search("Wer entdeckte einen Kometen?", k=5)
    assert hits[0].score == max(hit.score for hit in hits)
    assert all(0 <= hit.probability <= 1 for hit in hits)
    assert sum(hit.probability for hit in hits) <= 1
    assert all(len(hit.sentence_scores) == len(hit.passage.sentences) for hit in hits)


def test_an_answerable_question_is_likelier_answered_than_another(small_store: Store) -> None:
    answerable = small_store.search("Who is the president of the cooperative?", k=1)[0]
    other = small_store.search("Which enzyme unwinds the DNA double helix?", k=1)[0]
    assert answerable.probability > 10 * other.probability


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(languages=("de",)), {"telescope.txt"}),
        (Filters(sources=("ferry",)), {"ferry.txt"}),
        (Filters(since="2021", sources=("txt",)), {"harvest.txt", "ferry.txt", "telescope.txt"}),
        (Filters(since="2021-06", until="2021-07", languages=("es", "en")),
         {"harvest.txt", "ferry.txt"}),
        (Filters(since="2022"), set()),
        (Filters(collections=("another",)), set()),
    ],
)  # fmt: skip
def test_filters_let_through_only_what_they_name(
    small_store: Store, filters: Filters, expected: set[str]
) -> None:
    hits = small_store.search("news", k=20, filters=filters)
    assert {Path(hit.article.source).name for hit in hits} == expected


def test_filters_by_article_and_by_time_before_it(
    small_store: Store, sample_article: Article
) -> None:
    only = small_store.search("olives", k=20, filters=Filters(articles=(sample_article.id,)))
    assert {hit.article.id for hit in only} == {sample_article.id}
    assert small_store.search("olives", filters=Filters(until="2018")) == []


def test_sentences_around_a_passage_are_those_of_its_article(
    small_store: Store, sample_article: Article
) -> None:
    passages = small_store.passages(sample_article.id)
    every = [span for passage in passages for span in passage.sentences]
    for passage in passages:
        first = every.index(passage.sentences[0])
        last = every.index(passage.sentences[-1])
        for count in (0, 1, 3, 100):
            wide = small_store.around(passage, count)
            assert list(wide.sentences) == every[max(first - count, 0) : last + 1 + count]
            assert wide.text == sample_article.text[wide.start : wide.end]
            assert wide.start <= wide.sentences[0].start < wide.sentences[-1].end <= wide.end


def test_of_equal_passages_the_newest_comes_first(place: Place, embedder: Embedder) -> None:
    text = "The ferry to Nador leaves at eight."
    dates = {"old": "2019", "new": "2021-05", "undated": None}
    articles = [Article(text, name, f"{name}.txt", date=date) for name, date in dates.items()]
    with Store.open(place, embedder) as store:
        _add(store, *articles)
        (found,) = store.search("When does the ferry leave?")
    assert [found.article.title, *(a.title for a in found.also_in)] == ["new", "old", "undated"]


def test_a_source_is_a_part_of_a_path_an_address_or_a_publisher(
    place: Place, embedder: Embedder
) -> None:
    text = "The bridge at {} opened in May."
    origins = {"a.txt": {"author": "Agence Sud"}, "b.txt": {"url": "https://sud.example/b"}}
    articles = [
        Article(text.format(name), name, name, **origins.get(name, {}))
        for name in ("a.txt", "b.txt", "c.txt")
    ]
    with Store.open(place, embedder) as store:
        _add(store, *articles)
        for part, expected in {"SUD": {"a.txt", "b.txt"}, "C.t": {"c.txt"}, "east": set()}.items():
            found = _titles(store, "bridge", filters=Filters(sources=(part,)))
            assert set(found) == expected


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(CiteraError, match="2019-06-30"):
        Filters(since="June 2019")


def test_what_is_replaced_or_removed_is_no_longer_found(place: Place, embedder: Embedder) -> None:
    old = Article("The bridge at Zwolle opened in May.", "Bridge", "bridge.txt")
    new = Article("The tunnel under Ghent was flooded.", "Tunnel", "bridge.txt")
    with Store.open(place, embedder) as store:
        _add(store, old)
        _add(store, new)
        assert [hit.passage.text for hit in store.search("Zwolle bridge")] == [new.text]
        store.remove(new.id)
        assert store.search("Ghent") == []
        _add(store, old)
        assert [hit.passage.text for hit in store.search("Zwolle bridge")] == [old.text]


def test_reprints_of_a_report_are_one_hit(place: Place, embedder: Embedder) -> None:
    text = "Marshal Ergogan signed the accord on grain in Sirte on Sunday evening."
    reprints = [Article(text, f"Reprint {n}", f"{n}.txt") for n in range(5)]
    other = Article("A second accord, on fishing, was signed in Tobruk.", "Other", "other.txt")
    with Store.open(place, embedder) as store:
        _add(store, *reprints, other)
        first, second = store.search("Who signed the accord on grain?", k=3)
    assert len(first.also_in) == 4
    assert second.article.title == "Other"


def test_a_misspelt_name_is_found_by_its_letters(place: Place, embedder: Embedder) -> None:
    names = ["Khalifar", "Mansouri", "Belhadj", "Ergogan", "Trabelsi", "Gharyani"]
    articles = [Article(f"{name} spoke to the press.", name, f"{name}.txt") for name in names]
    letters = Weights(passage=0, sentence=0, tokens=0, lexical=1)
    with Store.open(place, embedder) as store:
        _add(store, *articles)
        assert _titles(store, "Khalifa", k=1, weights=letters) == ["Khalifar"]
        assert _titles(store, "Erdogan", k=1, weights=letters) == ["Ergogan"]


@pytest.mark.parametrize(
    "query", ['"', "NEAR(", "* OR -", "_", "' --", "😀", "东京都", "\0", "a" * 5000]
)
def test_any_text_is_a_query(small_store: Store, query: str) -> None:
    assert len(small_store.search(query, k=2)) == 2


def test_no_query_finds_nothing(small_store: Store) -> None:
    assert small_store.search("  \n") == []


_GERMAN = (
    "Im Winter legt das Schiff nach Orvane nur einmal täglich ab, um sieben Uhr morgens.",
    "Fahrplan",
    "de.txt",
)
_ENGLISH = (
    "The ferry to Orvane was built at Leith, and runs well even in winter.",
    "Ferry",
    "en.txt",
)


def test_an_article_in_another_language_comes_first_where_it_answers(
    place: Place, embedder: Embedder
) -> None:
    german, english = Article(*_GERMAN, language="de"), Article(*_ENGLISH, language="en")
    asked = "How many times a day does the ferry to Orvane run in winter?"
    with Store.open(place, embedder) as store:
        _add(store, german, english)
        assert _titles(store, asked, k=1) == [english.title]
        assert _titles(store, asked, k=1, language="en") == [german.title]
        plain, even = (store.search(asked, language=each) for each in (None, "en"))
    chances = [{hit.article.id: hit.probability for hit in hits} for hits in (plain, even)]
    assert chances[0] == pytest.approx(chances[1], abs=1e-6)
    gained = {hit.article.language: hit.language_bonus for hit in even}
    assert gained == {"de": SEARCH.language_bonus, "en": 0.0}


def test_nothing_is_evened_out_where_all_articles_are_in_one_language(
    place: Place, embedder: Embedder
) -> None:
    with Store.open(place, embedder) as store:
        _add(store, Article(*_GERMAN, language="de"))
        (hit,) = store.search("How often does the ferry run?", language="en")
        assert hit.language_bonus == 0
        _add(store, Article(*_ENGLISH, language="en"))
        assert {hit.language_bonus for hit in store.search("Which ferry?", language="en")} > {0}
        assert {hit.language_bonus for hit in store.search("渡轮?", language="zh")} == {0.0}


def test_a_search_reads_no_large_table_as_a_whole(
    tmp_path: Path,
    embedder: Embedder,
    small_articles: list[Article],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Store.open(tmp_path, embedder) as store:
        _add(store, *small_articles)
    statements: list[str] = []
    connect = sqlite3.connect

    def traced(*args: Any, **options: Any) -> sqlite3.Connection:
        db = connect(*args, **options)
        db.set_trace_callback(statements.append)
        return db

    monkeypatch.setattr(sqlite3, "connect", traced)
    with Store.open(tmp_path, embedder) as store:
        store.search("How many tonnes of oil are expected?", language="en")
    monkeypatch.undo()
    queries = [each for each in statements if each.startswith(("SELECT", "WITH"))]
    with closing(sqlite3.connect(tmp_path / "store.sqlite3")) as db:
        plans = [
            f"{detail}: {query}"
            for query in queries
            for *_, detail in db.execute(f"EXPLAIN QUERY PLAN {query}")
        ]
    assert any(plan.startswith("SEARCH vectors") for plan in plans)
    whole = re.compile("SCAN (articles|passages|vectors)(?! USING COVERING INDEX)")
    assert not [plan for plan in plans if whole.match(plan)]
