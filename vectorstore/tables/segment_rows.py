"""Segments of the index as database rows, and the plan of which to write next."""

from collections.abc import Sequence
from dataclasses import dataclass

from vectorstore.tables.connection import ALL_IDS, Connection

FULL = 50_000
"""Size in passages from which a segment no longer grows. As many candidates are taken from each, so
that a larger one finds less."""
RECENT = 5000
"""Most passages outside of segments, which are compared exhaustively."""
_RECENT_SHARE = 0.25
_LIVE_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment with the vectors of the passages with ids from `first` to `last`, one each.

    `vectors` counts dead ones too, whose passages were removed after the segment was written, and
    in a segment of before format 7 those of sentences: it is replaced as if these were dead.
    `coding` says in which dimensions they are, see `vectorstore.ann.projection`.
    """

    directory: str
    first: int
    last: int
    vectors: int
    coding: int


@dataclass(frozen=True, slots=True)
class SegmentPlan:
    """A segment to be written, with the passages with ids from `first` to `last`."""

    first: int
    last: int
    replaces: SegmentRow | None
    extends: bool
    """Whether the segment that it replaces is copied, and only later passages are added."""


def fetch(db: Connection) -> list[SegmentRow]:
    """All segments, ordered by passage ids; together they cover all passages up to the last id."""
    rows = db.execute("SELECT directory, first, last, vectors, coding FROM segments ORDER BY first")
    return [SegmentRow(*row) for row in rows]


def replace(db: Connection, old: Sequence[SegmentRow], new: SegmentRow | None) -> None:
    """Replace the rows `old` by `new`."""
    for row in old:
        db.execute("DELETE FROM segments WHERE directory = ?", (row.directory,))
    if new is not None:
        values = (new.directory, new.first, new.last, new.vectors, new.coding)
        db.execute(
            "INSERT INTO segments (directory, first, last, vectors, coding) VALUES (?, ?, ?, ?, ?)",
            values,
        )


def former_plan(db: Connection, coding: int) -> SegmentPlan | None:
    """The next segment to write anew as it has another coding, or None."""
    for row in fetch(db):
        if row.coding != coding:
            return SegmentPlan(row.first, row.last, row, extends=False)
    return None


def next_plan(db: Connection, coding: int) -> SegmentPlan | None:
    """The next segment to write, or None: one that is a quarter dead, or enough recent ones.

    Recent passages may be a quarter of all others, so the total cost of copying segments stays
    proportional to the final size of the store. A segment of another `coding` is not extended.
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
    if last is None or last.vectors >= FULL or last.coding != coding:
        return SegmentPlan(first, _fitting(db, first, FULL), None, extends=False)
    return SegmentPlan(last.first, _fitting(db, first, FULL - last.vectors), last, extends=True)


def _count(db: Connection, first: int, last: int | None) -> int:
    """Number of the passages from `first` to `last` that have vectors."""
    row = db.execute(
        "SELECT count(*) FROM passages WHERE id >= ? AND id <= ? AND sentence_count > 0",
        (first, ALL_IDS if last is None else last),
    ).fetchone()
    return int(row[0])


def _fitting(db: Connection, first: int, room: int) -> int:
    """Last id of the passages from `first` that fit in `room`."""
    row = db.execute(
        "SELECT max(id) FROM (SELECT id FROM passages WHERE id >= ? AND sentence_count > 0"
        " ORDER BY id LIMIT ?) AS fitting",
        (first, room),
    ).fetchone()
    return first if row[0] is None else int(row[0])
