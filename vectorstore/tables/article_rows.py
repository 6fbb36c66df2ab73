"""Articles as database rows."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from vectorstore.article import Article
from vectorstore.contents import Facets
from vectorstore.filters import Filters, origin
from vectorstore.scoring import lexical
from vectorstore.tables.connection import Connection
from vectorstore.tables.many_rows import insert_rows

_COLUMNS = "text, title, source, date, language, author, url, collection, page_starts"


def insert(db: Connection, articles: Iterable[Article]) -> None:
    """Add articles; those with the same ids must have been deleted before."""
    columns = ["id", "content_hash", *_COLUMNS.split(", "), *["origin"] * db.keeps_origin]
    rows = (
        [article.id, article.content_hash, *_values(article), *_origin(db, article)]
        for article in articles
    )
    insert_rows(db, "articles", columns, rows)


def delete(db: Connection, ids: Iterable[str]) -> int:
    """Remove the articles with the given ids and their passages; the number that there were."""
    asked = (json.dumps(list(ids)),)
    rows = db.execute(
        'SELECT passages.id, substr(text, start + 1, "end" - start) FROM passages'
        f" JOIN articles ON articles.id = article_id WHERE article_id IN ({db.texts})",
        asked,
    )
    lexical.remove(db, dict(rows.fetchall()))
    return db.execute(f"DELETE FROM articles WHERE id IN ({db.texts})", asked).rowcount


def fetch(db: Connection, ids: Sequence[str]) -> dict[str, Article]:
    """Articles by id; unknown ids are omitted."""
    rows = db.execute(
        f"SELECT id, {_COLUMNS} FROM articles WHERE id IN ({db.texts})",
        (json.dumps(ids),),
    )
    return {row[0]: _article(row[1:]) for row in rows}


def allowed(db: Connection, ids: Sequence[str], filters: Filters) -> set[str]:
    """Those of the given ids whose articles pass the filters."""
    condition, values = filters.sql(db.in_origin)
    rows = db.execute(
        f"SELECT id FROM articles WHERE id IN ({db.texts}) AND {condition}",
        (json.dumps(ids), *values),
    )
    return {row[0] for row in rows}


def languages(db: Connection, ids: Sequence[str]) -> dict[str, str | None]:
    """Languages of the articles with the given ids, by id."""
    query = f"SELECT id, language FROM articles WHERE id IN ({db.texts})"
    rows = db.execute(query, (json.dumps(ids),))
    return dict(rows)


def ids(db: Connection, filters: Filters) -> list[str]:
    """Ids of the articles that pass the filters, ordered by source."""
    condition, values = filters.sql(db.in_origin)
    query = f"SELECT id FROM articles WHERE {condition} ORDER BY source, id"
    return [row[0] for row in db.execute(query, values)]


def newest(db: Connection, count: int, filters: Filters) -> list[str]:
    """Ids of the `count` most recent articles that pass the filters."""
    condition, values = filters.sql(db.in_origin)
    query = (
        f"SELECT id FROM articles WHERE {condition} ORDER BY date DESC NULLS LAST, source LIMIT ?"
    )
    return [row[0] for row in db.execute(query, (*values, count))]


def facets(db: Connection, filters: Filters) -> Facets:
    """Collections, languages and dates of the articles that pass the filters."""
    condition, values = filters.sql(db.in_origin)
    collections, languages = (
        tuple(
            row[0]
            for row in db.execute(
                f"SELECT {column} FROM articles WHERE {column} <> '' AND {condition}"
                f" GROUP BY {column} ORDER BY count(*) DESC, {column}",
                values,
            )
        )
        for column in ("collection", "language")
    )
    dates = f"SELECT min(date), max(date) FROM articles WHERE {condition}"
    first, last = db.execute(dates, values).fetchone()
    return Facets(collections, languages, first, last)


def content_hashes(db: Connection, collection: str | None) -> dict[str, str]:
    """`Article.content_hash` by article id."""
    condition, values = _of_collection(collection)
    rows = db.execute(f"SELECT id, content_hash FROM articles{condition}", values)
    return dict(rows)


def sources(db: Connection, collection: str | None) -> dict[str, str]:
    """`Article.source` by article id."""
    condition, values = _of_collection(collection)
    rows = db.execute(f"SELECT id, source FROM articles{condition}", values)
    return dict(rows)


def are_there(db: Connection) -> bool:
    """Whether the store has any article."""
    return db.execute("SELECT 1 FROM articles LIMIT 1").fetchone() is not None


def count(db: Connection, filters: Filters | None = None) -> int:
    """Number of the articles that pass the filters; of all without any."""
    condition, values = (filters or Filters()).sql(db.in_origin)
    query = f"SELECT count(*) FROM articles WHERE {condition}"
    return int(db.execute(query, values).fetchone()[0])


def _of_collection(collection: str | None) -> tuple[str, list[str]]:
    """SQL condition on the articles of a collection, or of all where it is None; its parameters."""
    return ("", []) if collection is None else (" WHERE collection = ?", [collection])


def _values(article: Article) -> list[Any]:
    """What an article has in each of `_COLUMNS`."""
    return [
        article.text,
        article.title,
        article.source,
        article.date,
        article.language,
        article.author,
        article.url,
        article.collection,
        _pages_as_json(article),
    ]


def _origin(db: Connection, article: Article) -> list[str]:
    return [origin(article)] if db.keeps_origin else []


def _article(row: Sequence[Any]) -> Article:
    fields: list[Any] = list(row)
    fields[-1:] = _pages(json.loads(fields[-1]))
    return Article(*fields)


def _pages_as_json(article: Article) -> str:
    """The starts of the pages; with labels, if they have any, so `[[0, "i"], [95, "ii"]]`.

    Where pages were recognised, each has its certainty as well: `[[0, "", 0.98], [95, "", 1.0]]`.
    """
    starts, labels, certainties = (
        article.page_starts,
        article.page_labels,
        article.page_certainties,
    )
    if certainties:
        return json.dumps(list(zip(starts, labels or [""] * len(starts), certainties, strict=True)))
    return json.dumps(list(zip(starts, labels, strict=True)) if labels else starts)


def _pages(pages: list[Any]) -> tuple[tuple[Any, ...], tuple[str, ...], tuple[float, ...]]:
    """The starts of the pages, their labels and their certainties."""
    if not pages or isinstance(pages[0], int):
        return tuple(pages), (), ()
    starts, labels, *certainties = zip(*pages, strict=True)
    return starts, labels if any(labels) else (), certainties[0] if certainties else ()
