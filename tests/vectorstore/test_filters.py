"""What filters let through, without a model."""

import re
import sqlite3
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vectorstore import Article, CiteraError, Filters
from vectorstore.filters import folded
from vectorstore.tables import article_rows
from vectorstore.tables.connection import Tables
from vectorstore.tables.database import SqliteConnection


def _storable(text: str) -> str:
    """A text as a store may hold it: halves of pairs are none in Unicode."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _let_through(tables: Tables, article: Article, part: str) -> bool:
    with tables.writing() as db:
        article_rows.insert(db, [article])
        return article_rows.newest(db, 1, Filters(sources=("none", part))) == [article.id]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("Élections", "élections"),
        ("élections", "ÉLECTIONS"),
        ("МОСКВА", "москва"),
        ("Straße", "STRASSE"),
        ("Ελλάδος", "ΕΛΛΆΔΟΣ"),
    ],
)
def test_neither_capitals_nor_the_encoding_of_accents_matter_in_a_source(
    tables: Tables, written: str, part: str, form: str
) -> None:
    other = {"NFC": "NFD", "NFD": "NFC"}[form]
    article = Article("Text.", "T", unicodedata.normalize(form, f"/archive/{written}.txt"))
    assert _let_through(tables, article, unicodedata.normalize(other, part))


def test_articles_of_closed_collections_are_left_out_whatever_is_asked_for(tables: Tables) -> None:
    articles = [Article("Text.", name, "a.txt", collection=name) for name in ("one", "two")]
    with tables.writing() as db:
        for article in articles:
            article_rows.insert(db, [article])
        one, two = (article.id for article in articles)
        closed = Filters(closed=("two",))
        assert article_rows.ids(db, Filters()) == sorted((one, two))
        assert article_rows.ids(db, closed) == [one]
        assert article_rows.allowed(db, [one, two], closed) == {one}
        assert article_rows.newest(db, 2, Filters(collections=("two",), closed=("two",))) == []
        assert article_rows.count(db, closed) == 1
        assert article_rows.facets(db, closed).collections == ("one",)


def test_accents_do_matter_in_a_source(tables: Tables) -> None:
    assert not _let_through(tables, Article("Text.", "T", "Élections.txt"), "elections")


@pytest.mark.parametrize("field", ["author", "url"])
def test_an_author_and_an_address_are_looked_at_alike(tables: Tables, field: str) -> None:
    article = Article("Text.", "T", "a.txt", **{field: "Журнал"})
    assert _let_through(tables, article, "ЖУРНАЛ")


NAMES = st.text("aAßéИи%_'\"\\\0;-*?[]()\u0301\ud800\udcff 1.", max_size=6)
VALUES = st.lists(NAMES, max_size=3).map(tuple)
DATES = st.sampled_from(
    ["1999", "2019", "2019-01", "2019-12", "2020-02", "2019-12-31", "2020-02-01", "2020-02-29"]
)
LANGUAGES = st.sampled_from(["en", "fr", "x' OR 1 --"])
COLLECTIONS = st.sampled_from(["default", "", "%"])
FILTERS = st.builds(
    Filters,
    st.none() | DATES,
    st.none() | DATES,
    VALUES,
    st.lists(LANGUAGES, max_size=2).map(tuple),
    st.lists(COLLECTIONS, max_size=2).map(tuple),
    st.just(()),
    st.lists(COLLECTIONS, max_size=2).map(tuple),
)
ARTICLES = st.builds(
    Article,
    text=st.just("Text."),
    title=st.just("T"),
    source=NAMES.map(_storable),
    date=st.none() | DATES,
    language=st.none() | LANGUAGES,
    author=st.none() | NAMES.map(_storable),
    url=st.none() | NAMES.map(_storable),
    collection=COLLECTIONS,
)


def _passes(asked: Filters, article: Article) -> bool:
    """What `Filters` promises, in the plainest words of Python."""
    first, last = (f"{article.date or ''}{end}" for end in ("-00-00", "-99-99"))
    since, until = (asked.since or "0000")[:10], (asked.until or "9999")[:10] + "-99-99"
    in_time = (asked.since is None and asked.until is None) or (
        article.date is not None and last[:10] >= since and first[:10] <= until[:10]
    )
    places = (article.source, article.url or "", article.author or "")
    origin = _alike("\n".join(places))
    return (
        in_time
        and (not asked.sources or any(_alike(part) in origin for part in asked.sources))
        and (not asked.languages or article.language in asked.languages)
        and (not asked.collections or article.collection in asked.collections)
        and article.collection not in asked.closed
    )


def _alike(text: str) -> str:
    return unicodedata.normalize("NFC", _storable(text)).casefold()


@settings(max_examples=150)
@given(FILTERS, ARTICLES)
def test_filters_let_through_what_they_promise(asked: Filters, article: Article) -> None:
    columns = ("id", "source", "url", "author", "date", "language", "collection")
    row = [getattr(article, column) for column in columns]
    condition, values = asked.sql(SqliteConnection.in_origin)
    with sqlite3.connect(":memory:") as db:
        db.create_function("folded", 1, folded, deterministic=True)
        (found,) = db.execute(
            f"WITH articles({', '.join(columns)}) AS (VALUES (?, ?, ?, ?, ?, ?, ?))"
            f" SELECT count(*) FROM articles WHERE {condition}",
            (*row, *values),
        ).fetchone()
    assert bool(found) == _passes(asked, article)


@given(st.text("0123456789٢-~%' \n", max_size=11))
@example("٢٠١٩")
@example("2019-06-30")
def test_a_date_is_one_of_iso_8601_or_refused(written: str) -> None:
    digits = [len(part) for part in written.split("-") if set(part) <= set("0123456789")]
    if digits in ([4], [4, 2], [4, 2, 2]) and len(digits) == written.count("-") + 1:
        assert Filters(since=written).since == written
    else:
        with pytest.raises(CiteraError, match="not a date"):
            Filters(since=written)
