"""`Index`: nearest-neighbour search over Chroma segments and recent vectors.

The store's database holds all vectors and is the only source of truth. The index is derived from it
and can be rebuilt; it returns candidates only, some of which may have been removed since.
"""

import logging
import threading
from contextlib import AbstractContextManager
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from vectorstore.ann.open_segments import OpenSegments, SegmentUnreadable
from vectorstore.ann.projection import index_coding, projected
from vectorstore.ann.recent import RecentVectors
from vectorstore.ann.segments import (
    SegmentDamaged,
    Segments,
    SegmentsUnavailable,
)
from vectorstore.embedding import identity as identities
from vectorstore.tables import passage_rows, segment_rows
from vectorstore.tables.connection import Connection, IndexBusy, Tables
from vectorstore.tables.segment_rows import SegmentPlan, SegmentRow

_LOCK_SECONDS = 600
_log = logging.getLogger(__name__)


class Index:
    """The segments of a store, and its recent vectors. Threads may share it."""

    def __init__(self, tables: Tables, segments: Segments) -> None:
        self._tables = tables
        self._segments = segments
        self._lock = threading.RLock()
        self._open_segments = OpenSegments(segments)
        self._recent = RecentVectors()

    def open(self, db: Connection) -> None:
        """Begin to open the segments if none is open yet, beside what comes before they are needed.

        Nothing is raised for one that cannot be opened; `nearest` does.
        """
        if self._open_segments.none_yet:
            with self._lock:
                self._open_segments.open(segment_rows.fetch(db))

    def nearest(
        self, db: Connection, identity: str, vector: NDArray[np.float32], count: int
    ) -> tuple[list[int], bool]:
        """Ids of passages near `vector`, and whether these are all passages of the store.

        The `count` nearest of each segment, by the passages' own vectors. `identity` names the
        model that made the vectors.

        Raises:
            SegmentUnreadable: if a segment is missing or cannot be read.
            SegmentsUnavailable: if the server with the segments cannot be used.
        """
        with self._lock:
            rows = segment_rows.fetch(db)
            self._open_segments.close_all_but({row.directory for row in rows})
            self._open_segments.open(rows)  # while recent vectors are compared
            ids, complete = self._recent.nearest(db, identity, self.last(db), vector, count)
            complete = complete and all(count >= row.vectors for row in rows)
            ids += self._open_segments.nearest(rows, vector, count)
        return list(dict.fromkeys(ids)), complete

    def update(self, dimensions: int) -> None:
        """Write the segments that are due, unless another process is doing so."""
        try:
            with self.locked(seconds=0):
                self._try_write_due(dimensions)
        except IndexBusy:
            return

    def locked(self, seconds: float = _LOCK_SECONDS) -> AbstractContextManager[None]:
        """Hold the lock that is required to write, replace or remove a segment.

        Raises:
            IndexBusy: if another process holds it for that long.
        """
        return self._tables.index_lock(seconds)

    def write_due(self, dimensions: int) -> None:
        """Write the segments that are due. The caller must hold the lock."""
        self._sweep()
        while plan := self._plan():
            self._write(plan, dimensions)
            self._sweep()

    def write_former(self, dimensions: int) -> None:
        """Write segments of a former coding anew, one by one. The caller must hold the lock."""
        while plan := self._former():
            self._write(plan, dimensions)
            self._sweep()

    def mend(self, bad: SegmentRow, dimensions: int) -> None:
        """Rebuild an unreadable segment, unless it is readable now or has been replaced.

        If it cannot be written, for instance on a full disk, its vectors are searched without it.
        """
        with self.locked():
            with self._tables.writing() as db:
                rows = segment_rows.fetch(db)
                if bad not in rows or self._is_readable(bad, dimensions):
                    return
                # Later segments are dropped too: recent vectors are always those of the last ids.
                segment_rows.replace(db, rows[rows.index(bad) :], None)
            _log.warning("The %s is damaged and is made anew.", self.place(bad.directory))
            self._try_write_due(dimensions)

    def damaged(self, db: Connection, dimensions: int) -> list[str]:
        """Directories of the segments that are missing or cannot be read."""
        rows = segment_rows.fetch(db)
        return [row.directory for row in rows if not self._is_readable(row, dimensions)]

    def place(self, directory: str) -> str:
        """Where a segment is, in words for users."""
        return self._segments.place(directory)

    def last(self, db: Connection) -> int:
        """Highest passage id in a segment; 0 if there is no segment."""
        rows = segment_rows.fetch(db)
        return rows[-1].last if rows else 0

    def ids(self, db: Connection) -> set[int]:
        """Ids of all passages in segments."""
        with self._lock:
            return self._open_segments.ids(segment_rows.fetch(db))

    def close(self) -> None:
        """Release files and memory; the next use opens them again."""
        with self._lock:
            self._open_segments.close_all_but(set())
            self._recent = RecentVectors()

    def _try_write_due(self, dimensions: int) -> None:
        try:
            self.write_due(dimensions)
        except (OSError, SegmentDamaged, SegmentsUnavailable) as error:
            # Nothing is lost: vectors outside of segments are found too, only more slowly.
            _log.warning("The index could not be brought up to date: %s", error)

    def _plan(self) -> SegmentPlan | None:
        with self._tables.reading() as db:
            return segment_rows.next_plan(db, index_coding(identities.coding(db)))

    def _former(self) -> SegmentPlan | None:
        with self._tables.reading() as db:
            return segment_rows.former_plan(db, index_coding(identities.coding(db)))

    def _write(self, plan: SegmentPlan, dimensions: int) -> None:
        try:
            row = self._fill(plan, dimensions)
        except SegmentDamaged:
            if not plan.extends:
                raise
            # The segment to extend may be damaged.
            row = self._fill(replace(plan, extends=False), dimensions)
        with self._tables.writing() as db:
            # A segment whose passages were all removed is not replaced.
            new = row if row.vectors else None
            segment_rows.replace(db, [plan.replaces] if plan.replaces else [], new)

    def _fill(self, plan: SegmentPlan, dimensions: int) -> SegmentRow:
        """Write the segment of a plan."""
        old = plan.replaces if plan.extends else None
        with self._tables.reading() as db:
            after = old.last if old else plan.first - 1
            coding = index_coding(identities.coding(db))
            rows = (
                (passage_id, projected(vector, coding))
                for passage_id, vector in passage_rows.vectors_after(
                    db, after, dimensions, plan.last
                )
            )
            directory, vectors = self._segments.write(plan, rows)
            return SegmentRow(directory, plan.first, plan.last, vectors, coding)

    def _sweep(self) -> None:
        """Remove replaced segments, and unfinished ones of killed runs."""
        with self._tables.reading() as db:
            kept = {row.directory for row in segment_rows.fetch(db)}
        with self._lock:
            self._open_segments.close_all_but(kept)
        self._segments.sweep(kept)

    def _is_readable(self, row: SegmentRow, dimensions: int) -> bool:
        with self._lock:
            self._open_segments.close([row.directory])
            try:
                self._open_segments.nearest([row], np.ones(dimensions, np.float32), 1)
            except SegmentUnreadable:
                return False
            return True
