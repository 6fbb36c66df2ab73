"""What filters let through, without a model."""

import unicodedata
from pathlib import Path

import pytest

from vectorstore import Article, Filters
from vectorstore.tables import article_rows
from vectorstore.tables.database import Database


def _let_through(path: Path, article: Article, part: str) -> bool:
    database = Database(path / "store.sqlite3")
    with database.writing() as db:
        article_rows.insert(db, article)
        found = article_rows.newest(db, 1, Filters(sources=("none", part)))
    database.close()
    return found == [article.id]


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
    tmp_path: Path, written: str, part: str, form: str
) -> None:
    other = {"NFC": "NFD", "NFD": "NFC"}[form]
    article = Article("Text.", "T", unicodedata.normalize(form, f"/archive/{written}.txt"))
    assert _let_through(tmp_path, article, unicodedata.normalize(other, part))


def test_articles_of_closed_collections_are_left_out_whatever_is_asked_for(tmp_path: Path) -> None:
    articles = [Article("Text.", name, "a.txt", collection=name) for name in ("one", "two")]
    database = Database(tmp_path / "store.sqlite3")
    with database.writing() as db:
        for article in articles:
            article_rows.insert(db, article)
        one, two = (article.id for article in articles)
        closed = Filters(closed=("two",))
        assert article_rows.ids(db, Filters()) == sorted((one, two))
        assert article_rows.ids(db, closed) == [one]
        assert article_rows.allowed(db, [one, two], closed) == {one}
        assert article_rows.newest(db, 2, Filters(collections=("two",), closed=("two",))) == []
        assert article_rows.count(db, closed) == 1
        assert article_rows.facets(db, closed)[0] == ["one"]
    database.close()


def test_accents_do_matter_in_a_source(tmp_path: Path) -> None:
    assert not _let_through(tmp_path, Article("Text.", "T", "Élections.txt"), "elections")


@pytest.mark.parametrize("field", ["author", "url"])
def test_an_author_and_an_address_are_looked_at_alike(tmp_path: Path, field: str) -> None:
    article = Article("Text.", "T", "a.txt", **{field: "Журнал"})
    assert _let_through(tmp_path, article, "ЖУРНАЛ")
