"""Prefetches rows of passages from a cold disk, several at a time, into the system's page cache.

SQLite reads a page only after the one before it has come. At 500,000 passages, the 2,400 candidates
of a search lie on as many pages or more, which took 0.9 s one by one, and 0.2 eight at a time.
"""

import json
import sqlite3
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress

from vectorstore.tables.connection import Table

_AT_ONCE = 8
_SAMPLES, _ROWS = 4, 16
"""Samples, of so many rows, whose time tells whether the disk is waited for."""
_COLD = 1e-4
"""Seconds a row. One that is in memory takes about 0.01 ms."""
_QUERIES: dict[Table, str] = {
    "passages": "SELECT max(sentences) FROM passages WHERE id IN ({ids})",
    "vectors": "SELECT max(vector_codes), max(coding) FROM vectors WHERE passage_id IN ({ids})",
    "articles": "SELECT max(language) FROM passages JOIN articles ON articles.id = article_id"
    " WHERE passages.id IN ({ids})",
}


def prefetch(db: sqlite3.Connection, ids: Sequence[int], tables: Sequence[Table]) -> None:
    """Have the rows of passages in some tables in memory, as far as the disk is waited for.

    They are read by connections of their own, and what these see is not used.
    """
    queries = [_QUERIES[each].format(ids="SELECT value FROM json_each(?)") for each in tables]
    if not ids or not _is_cold(db, queries, ids):
        return
    path = db.execute("PRAGMA database_list").fetchone()[2]
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        for start in range(_AT_ONCE):
            threads.submit(_read, path, queries, ids[start::_AT_ONCE])


def _is_cold(db: sqlite3.Connection, queries: Sequence[str], ids: Sequence[int]) -> bool:
    """Whether each sample of the rows takes long: a busy processor delays only some of them."""
    step = 1 + len(ids) // _ROWS
    for start in range(min(_SAMPLES, step)):
        sample = ids[start::step]
        started = time.perf_counter()
        _run(db, queries, sample)
        if time.perf_counter() - started < _COLD * len(sample):
            return False
    return True


def _read(path: str, queries: Sequence[str], ids: Sequence[int]) -> None:
    # What fails here is told by the connection that needs the rows.
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as db:
        _run(db, queries, ids)


def _run(db: sqlite3.Connection, queries: Sequence[str], ids: Sequence[int]) -> None:
    for query in queries:
        db.execute(query, (json.dumps(ids),)).fetchone()
