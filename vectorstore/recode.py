"""Recoding: brings the vectors of a store up to the coding of this version; embeds nothing.

Until it is through, the store is searched and written as ever: each row says how it is coded.
"""

import logging
from collections.abc import Callable, Sequence

from vectorstore.ann.index import Index
from vectorstore.coding.passage_codes import EncodedPassage, recoded
from vectorstore.embedding import identity
from vectorstore.embedding.embedder import EmbedderIdentity
from vectorstore.embedding.passage_vectors import TokenSpans, sentences_to_pool
from vectorstore.errors import CiteraError
from vectorstore.passage import Passage
from vectorstore.tables import article_rows, passage_rows
from vectorstore.tables.connection import Connection, Tables
from vectorstore.tables.properties import read_property, write_property

Progress = Callable[[int, int], None]

_log = logging.getLogger(__name__)

_BATCH = 500  # passages in a transaction
_NOT_DONE = "FROM passages WHERE id > ?"


def count_former(db: Connection) -> int:
    """Number of passages whose vectors may be in a former coding."""
    after = _after(db)
    return 0 if after is None else _count(db, after)


def recode(
    tables: Tables, index: Index, token_spans: TokenSpans, progress: Progress | None = None
) -> int:
    """Write vectors in former codings and their index anew; returns the number of passages.

    An interrupted run resumes where it stopped. `token_spans` are those of the store's model.
    `progress` is called with the number of passages done and their total.

    Raises:
        CiteraError: if another process is writing the index, or the disk is full.
    """
    with tables.reading() as db:
        if _after(db) is None:
            return 0
    with index.locked():
        with tables.reading() as db:
            made_by = identity.recorded(db)
            total = count_former(db)
        if made_by is not None:
            while (left := _recode_batch(tables, made_by, token_spans)) is not None:
                if progress:
                    progress(total - left, total)
            index.write_former(made_by.dimensions)
            _shrink(tables)
        with tables.writing() as db:
            write_property(db, passage_rows.RECODED, None)
    return total


def _shrink(tables: Tables) -> None:
    try:
        tables.shrink()
    except CiteraError as error:
        # Nothing is lost: the space is used for articles that are added.
        _log.warning("The store's file could not be made smaller: %s", error)


def _recode_batch(tables: Tables, made_by: EmbedderIdentity, token_spans: TokenSpans) -> int | None:
    """Recode the next passages; how many are left after them, or None if there were none."""
    coding = identity.coding_of(made_by)
    with tables.reading() as db:
        after = _after(db)
        query = f"SELECT id {_NOT_DONE} ORDER BY id LIMIT {_BATCH}"
        ids = [] if after is None else [row[0] for row in db.execute(query, (after,))]
        former = _former(db, ids, coding)
    if not ids:
        return None
    new = {
        each: recoded(
            row, coding, made_by.dimensions, sentences_to_pool(passage, coding, token_spans)
        )
        for each, (passage, row) in former.items()
    }
    with tables.writing() as db:
        for passage_id, encoded in new.items():
            passage_rows.update_vectors(db, passage_id, encoded)
        write_property(db, passage_rows.RECODED, str(ids[-1]))
        return _count(db, ids[-1])


def _former(
    db: Connection, ids: Sequence[int], coding: int
) -> dict[int, tuple[Passage, EncodedPassage]]:
    """Passages with these ids that are not in a coding, and their codes, by id."""
    encoded = passage_rows.fetch_encoded(db, ids)
    former = {each: row for each, row in encoded.items() if row.coding != coding}
    rows = passage_rows.fetch(db, former)
    articles = article_rows.fetch(db, list({row.article_id for row in rows}))
    return {row.id: (row.passage(articles[row.article_id]), former[row.id]) for row in rows}


def _after(db: Connection) -> int | None:
    """Id of the last passage that was recoded; None if none has to be."""
    text = read_property(db, passage_rows.RECODED)
    return None if text is None else int(text)


def _count(db: Connection, after: int) -> int:
    return int(db.execute(f"SELECT count(*) {_NOT_DONE}", (after,)).fetchone()[0])
