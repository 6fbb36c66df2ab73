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

_AT_ONCE = 8
_TRIED = 64
"""Rows whose time tells whether the disk is waited for."""
_COLD = 1e-4
"""Seconds a row; one that is in memory takes a tenth of it."""
_READ = (
    "SELECT max(vector_codes), max(coding), max(sentences) FROM passages"
    " JOIN vectors ON passage_id = id WHERE id IN (SELECT value FROM json_each(?))"
)


def prefetch(db: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Have the rows of passages and of their vectors in memory, as far as the disk is waited for.

    They are read by connections of their own, and what these see is not used.
    """
    tried = ids[:: 1 + len(ids) // _TRIED]
    started = time.perf_counter()
    db.execute(_READ, (json.dumps(tried),)).fetchone()
    if time.perf_counter() - started < _COLD * len(tried):
        return
    path = db.execute("PRAGMA database_list").fetchone()[2]
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        for start in range(_AT_ONCE):
            threads.submit(_read, path, ids[start::_AT_ONCE])


def _read(path: str, ids: Sequence[int]) -> None:
    # What fails here is told by the connection that needs the rows.
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as db:
        db.execute(_READ, (json.dumps(ids),)).fetchone()
