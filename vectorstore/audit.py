"""Checks of a store: whether its parts agree, and whether its files are damaged."""

from collections.abc import Iterator
from pathlib import Path

from vectorstore.ann.index import Index
from vectorstore.article import Article
from vectorstore.embedding import identity
from vectorstore.filters import Filters
from vectorstore.tables import article_rows, passage_rows
from vectorstore.tables.connection import Connection
from vectorstore.tables.database import REBUILD
from vectorstore.tables.passage_rows import PassageRow


def faults(db: Connection, index: Index, dimensions: int) -> list[str]:
    """Inconsistencies found, one sentence each; empty if there are none."""
    found: list[str] = []
    expected: set[int] = set()
    last = index.last(db)
    for article_id in article_rows.ids(db, Filters()):
        article = article_rows.fetch(db, [article_id])[article_id]
        rows = passage_rows.of_article(db, article_id)
        found += _coverage_faults(article, rows)
        found += _vector_faults(db, article, rows, dimensions)
        expected.update(row.id for row in rows if row.sentences and row.id <= last)
    if missing := len(expected - index.ids(db)):
        found.append(f"the vectors of {missing} passages are not in the index")
    return found


def damage(db: Connection, index: Index, path: Path) -> list[str]:
    """Files of the store in `path` that are damaged, one sentence each with the remedy."""
    made_by = identity.recorded(db)
    if fault := db.fault():
        return [f"The store {path} is damaged ({fault}). {REBUILD}"]
    segments = index.damaged(db, made_by.dimensions) if made_by else []
    return [
        f"The {index.place(each)} of the index is damaged or missing. Nothing is lost:"
        " it is made anew from the database at the next search."
        for each in segments
    ]


def _coverage_faults(article: Article, rows: list[PassageRow]) -> Iterator[str]:
    end = 0
    for row in rows:
        if row.start != end:
            yield f"{article.source}: its passages leave out or repeat offset {end}"
            return
        end = row.end
    if end != len(article.text):
        yield f"{article.source}: its passages end at offset {end} of {len(article.text)}"


def _vector_faults(
    db: Connection, article: Article, rows: list[PassageRow], dimensions: int
) -> Iterator[str]:
    vectors = passage_rows.fetch_vectors(db, [row.id for row in rows], dimensions)
    for row in rows:
        sentences = len(row.sentences)
        wanted = sentences + bool(sentences)
        if row.id not in vectors or len(vectors[row.id]) != wanted:
            yield f"{article.source}: the passage at offset {row.start} lacks vectors"
