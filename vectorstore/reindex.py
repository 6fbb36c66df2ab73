"""Re-indexing: computes all vectors of a store with another model, without downtime."""

from collections.abc import Callable
from itertools import groupby

from vectorstore.ann.index import Index
from vectorstore.embedding import identity
from vectorstore.embedding.embedder import Embedder
from vectorstore.embedding.passage_vectors import embed_passages
from vectorstore.tables import article_rows, passage_rows
from vectorstore.tables.connection import Connection, Tables
from vectorstore.tables.properties import read_property, write_property

Progress = Callable[[int, int], None]

_BATCH = 256  # passages
_TARGET = "reindexing_for"
_NOT_DONE = "FROM passages WHERE id > (SELECT coalesce(max(passage_id), 0) FROM new_vectors)"


def reindex(
    tables: Tables, index: Index, embedder: Embedder, progress: Progress | None = None
) -> int:
    """Replace all vectors by those of `embedder`; returns the number of articles.

    The new vectors are collected in a table of their own; the old ones serve searches until all are
    there. An interrupted run resumes where it stopped. `progress` is called with the number of
    passages done and their total.

    Raises:
        CiteraError: if another process is writing the index, or the disk is full.
    """
    with index.locked():
        _begin(tables, embedder)
        while not _finish(tables, embedder):
            while _embed_batch(tables, embedder):
                if progress:
                    progress(*_done(tables))
        index.write_due(embedder.identity.dimensions)
    with tables.reading() as db:
        return article_rows.count(db)


def _begin(tables: Tables, embedder: Embedder) -> None:
    """Discard vectors that an interrupted run collected for another model or coding."""
    made_by = embedder.identity
    target = f"{identity.as_text(made_by)} in coding {identity.coding_of(made_by)}"
    with tables.writing() as db:
        if read_property(db, _TARGET) != target:
            db.execute("DELETE FROM new_vectors")
            write_property(db, _TARGET, target)


def _embed_batch(tables: Tables, embedder: Embedder) -> bool:
    """Embed the next batch of passages; False if there are no more."""
    with tables.reading() as db:
        ids = [row[0] for row in db.execute(f"SELECT id {_NOT_DONE} ORDER BY id LIMIT {_BATCH}")]
        rows = passage_rows.fetch(db, ids)
        articles = article_rows.fetch(db, list({row.article_id for row in rows}))
    if not rows:
        return False
    items = [
        (articles[article_id], [row.passage(articles[article_id]) for row in group])
        for article_id, group in groupby(rows, lambda row: row.article_id)
    ]
    vectors = (each for group in embed_passages(embedder, items) for each in group)
    with tables.writing() as db:
        kept = {
            row.id for row in passage_rows.fetch(db, ids)
        }  # the others were removed in the meantime
        new = {row.id: each for row, each in zip(rows, vectors, strict=True) if row.id in kept}
        passage_rows.insert_vectors(db, "new_vectors", new)
    return True


def _finish(tables: Tables, embedder: Embedder) -> bool:
    """Replace the old vectors by the new ones; False if some are still missing."""
    with tables.writing() as db:
        if db.execute(f"SELECT 1 {_NOT_DONE} LIMIT 1").fetchone():
            return False
        db.adopt_new_vectors()
        db.execute("DELETE FROM segments")
        identity.record(db, embedder.identity)
        write_property(db, _TARGET, None)
        write_property(db, passage_rows.RECODED, None)
    return True


def _done(tables: Tables) -> tuple[int, int]:
    with tables.reading() as db:
        total = passage_rows.counts(db)[0]
        return total - _count(db, f"SELECT count(*) {_NOT_DONE}"), total


def _count(db: Connection, query: str) -> int:
    return int(db.execute(query).fetchone()[0])
