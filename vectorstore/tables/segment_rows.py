"""Which segments a store has, as rows of its database, and which to write next."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from vectorstore.tables.passage_rows import VECTOR_COUNT

FULL = 250_000
"""Vectors after which a segment grows no more: it bounds what copying one takes."""
RECENT = 20_000
"""Vectors outside of segments, at most: comparing that many one by one takes some 5 ms."""
_RECENT_SHARE = 0.25
_LIVE_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment that holds the vectors of the passages with ids from `first` to `last`.

    Some of `vectors` may be dead: of passages that have gone since it was written.
    """

    directory: str
    first: int
    last: int
    vectors: int


@dataclass(frozen=True, slots=True)
class SegmentPlan:
    """A segment to be written, of the passages with ids from `first` to `last`."""

    first: int
    last: int
    replaces: SegmentRow | None
    extends: bool
    """Whether what is in the segment that it replaces is copied, and only later ids are added."""


def fetch(db: sqlite3.Connection) -> list[SegmentRow]:
    """All segments, in the order of their ids; together they cover all up to the last."""
    rows = db.execute("SELECT directory, first, last, vectors FROM segments ORDER BY first")
    return [SegmentRow(*row) for row in rows]


def replace(db: sqlite3.Connection, old: Sequence[SegmentRow], new: SegmentRow | None) -> None:
    """Have `new` in place of `old`."""
    for row in old:
        db.execute("DELETE FROM segments WHERE directory = ?", (row.directory,))
    if new is not None:
        values = (new.directory, new.first, new.last, new.vectors)
        db.execute("INSERT INTO segments VALUES (?, ?, ?, ?)", values)


def next_plan(db: sqlite3.Connection) -> SegmentPlan | None:
    """What is to be written now: a segment that is a quarter dead, or enough recent vectors.

    What is recent may be a quarter of the rest, so that all that copying segments ever takes is
    in proportion to the size that the store has in the end.
    """
    segments = fetch(db)
    total = 0
    for row in segments:
        live = _count(db, row.first, row.last)
        if live < _LIVE_SHARE * row.vectors:
            return SegmentPlan(row.first, row.last, row, extends=False)
        total += live
    last = segments[-1] if segments else None
    first = last.last + 1 if last else 1
    recent = _count(db, first, None)
    if recent == 0 or recent < min(_RECENT_SHARE * total, RECENT):
        return None
    if last is None or last.vectors >= FULL:
        return SegmentPlan(first, _fitting(db, first, FULL), None, extends=False)
    return SegmentPlan(last.first, _fitting(db, first, FULL - last.vectors), last, extends=True)


def _count(db: sqlite3.Connection, first: int, last: int | None) -> int:
    """Number of vectors of the passages from `first` to `last`."""
    row = db.execute(
        f"SELECT coalesce(sum({VECTOR_COUNT}), 0) FROM passages"
        " WHERE id >= ?1 AND (?2 IS NULL OR id <= ?2)",
        (first, last),
    ).fetchone()
    return int(row[0])


def _fitting(db: sqlite3.Connection, first: int, room: int) -> int:
    """Last id of the passages from `first` whose vectors together fit in `room`, or of one."""
    rows = db.execute(
        f"SELECT id, {VECTOR_COUNT} FROM passages WHERE id >= ? ORDER BY id", (first,)
    )
    last = first
    for number, (passage_id, vectors) in enumerate(rows):
        room -= vectors
        if room < 0 and number > 0:
            break
        last = passage_id
    return last
