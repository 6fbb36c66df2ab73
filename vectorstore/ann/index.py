"""`Index`: nearest-neighbour search over Chroma segments and recent vectors.

The store's database holds all vectors and is the only source of truth. The index is derived from it
and can be rebuilt; it returns candidates only, some of which may have been removed since.
"""

import logging
import os
import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore import descriptors
from vectorstore.ann.recent import RecentVectors
from vectorstore.ann.segment import GRANULARITIES, ChromaFailure, Segment, write_segment
from vectorstore.atomic_build import remove_tree, sync_tree
from vectorstore.errors import CiteraError
from vectorstore.tables import passage_rows, segment_rows
from vectorstore.tables.database import Database
from vectorstore.tables.segment_rows import SegmentPlan, SegmentRow

_LOCK_SECONDS = 600
_log = logging.getLogger(__name__)


class SegmentUnreadable(Exception):
    """A segment's folder is damaged, or missing, for instance because the segment was replaced."""

    def __init__(self, row: SegmentRow) -> None:
        self.row = row


class IndexBusy(CiteraError):
    """Another process is writing the index."""


class Index:
    """The segments of a store in `folder`, and its recent vectors. Threads may share it."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder
        self._lock = threading.RLock()
        self._open: dict[str, Segment] = {}
        self._recent = RecentVectors()

    def nearest(
        self, db: sqlite3.Connection, identity: str, vector: NDArray[np.float32], count: int
    ) -> tuple[list[int], bool]:
        """Ids of passages near `vector`, and whether these are all passages of the store.

        From each segment: the passages of the `count` nearest passage vectors and of the `count`
        nearest sentence vectors. `identity` names the model that made the vectors.

        Raises:
            SegmentUnreadable: if a segment is missing or cannot be read.
        """
        with self._lock:
            rows = segment_rows.fetch(db)
            self._close_all_but({row.directory for row in rows})
            ids, complete = self._recent.nearest(db, identity, self.last(db), vector, count)
            complete = complete and all(count >= row.vectors for row in rows)
            ids += self._nearest_in(rows, vector, count)
        return list(dict.fromkeys(ids)), complete

    def update(self, dimensions: int) -> None:
        """Write the segments that are due, unless another process is doing so."""
        try:
            with self.locked(seconds=0):
                self._try_write_due(dimensions)
        except IndexBusy:
            return

    @contextmanager
    def locked(self, seconds: float = _LOCK_SECONDS) -> Iterator[None]:
        """Hold the lock that is required to write, replace or remove a segment.

        Raises:
            IndexBusy: if another process holds it for that long.
        """
        from filelock import FileLock, Timeout

        self._folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._folder.with_suffix(".lock"), timeout=seconds)
        try:
            lock.acquire()
        except Timeout as error:
            raise IndexBusy(
                f"Another process has been writing to {self._folder} for {seconds:g} s. Wait for"
                " it to end, or stop it, and try again."
            ) from error
        try:
            yield
        finally:
            lock.release()

    def write_due(self, dimensions: int) -> None:
        """Write the segments that are due. The caller must hold the lock."""
        self._sweep()
        while plan := self._plan():
            self._write(plan, dimensions)
            self._sweep()

    def mend(self, bad: SegmentRow, dimensions: int) -> None:
        """Rebuild an unreadable segment, unless it is readable now or has been replaced.

        If it cannot be written, for instance on a full disk, its vectors are searched without it.
        """
        with self.locked():
            with self._database.writing() as db:
                rows = segment_rows.fetch(db)
                if bad not in rows or self._is_readable(bad, dimensions):
                    return
                # Later segments are dropped too: recent vectors are always those of the last ids.
                segment_rows.replace(db, rows[rows.index(bad) :], None)
            _log.warning("The index in %s is damaged and is made anew.", self._folder)
            self._try_write_due(dimensions)

    def damaged(self, db: sqlite3.Connection, dimensions: int) -> list[str]:
        """Names of the segments that are missing or cannot be read."""
        rows = segment_rows.fetch(db)
        return [row.directory for row in rows if not self._is_readable(row, dimensions)]

    def last(self, db: sqlite3.Connection) -> int:
        """Highest passage id in a segment; 0 if there is no segment."""
        rows = segment_rows.fetch(db)
        return rows[-1].last if rows else 0

    def names(self, db: sqlite3.Connection) -> dict[str, set[str]]:
        """Names of all vectors in segments, by granularity (see `vector_names`)."""
        with self._lock:
            segments = [self._segment(row) for row in segment_rows.fetch(db)]
            return {
                name: {each for segment in segments for each in segment.ids(name)}
                for name in GRANULARITIES
            }

    def close(self) -> None:
        """Release files and memory; the next use opens them again."""
        with self._lock:
            self._close_all_but(set())
            self._recent = RecentVectors()

    def _try_write_due(self, dimensions: int) -> None:
        try:
            self.write_due(dimensions)
        except (OSError, ChromaFailure) as error:
            # Nothing is lost: vectors outside of segments are found too, only more slowly.
            _log.warning("The index in %s could not be brought up to date: %s", self._folder, error)

    def _plan(self) -> SegmentPlan | None:
        with self._database.reading() as db:
            return segment_rows.next_plan(db)

    def _write(self, plan: SegmentPlan, dimensions: int) -> None:
        directory = f"{plan.first}-{plan.last}-{uuid.uuid4().hex[:8]}"
        path = self._folder / directory
        try:
            vectors = self._fill(path, plan, dimensions)
        except ChromaFailure:
            if not plan.extends:
                raise
            remove_tree(path)  # the segment to extend may be damaged
            vectors = self._fill(path, replace(plan, extends=False), dimensions)
        sync_tree(path)
        # A segment whose passages were all removed is not replaced.
        row = SegmentRow(directory, plan.first, plan.last, vectors) if vectors else None
        with self._database.writing() as db:
            segment_rows.replace(db, [plan.replaces] if plan.replaces else [], row)

    def _fill(self, path: Path, plan: SegmentPlan, dimensions: int) -> int:
        old = plan.replaces if plan.extends else None
        with self._database.reading() as db:
            after = old.last if old else plan.first - 1
            rows = passage_rows.vectors_after(db, after, dimensions, plan.last)
            return write_segment(path, rows, self._folder / old.directory if old else None)

    def _sweep(self) -> None:
        """Remove replaced segments, and unfinished ones of killed runs."""
        with self._database.reading() as db:
            kept = {row.directory for row in segment_rows.fetch(db)}
        with self._lock:
            self._close_all_but(kept)
        for path in self._folder.iterdir():
            if path.name not in kept:
                try:
                    remove_tree(path)
                except OSError:
                    continue  # an open file on Windows; a later run removes it

    def _nearest_in(
        self, rows: Iterable[SegmentRow], vector: NDArray[np.float32], count: int
    ) -> list[int]:
        """Ids of passages near `vector` in the given segments, searched in parallel."""
        searches: list[tuple[SegmentRow, Future[list[int]]]] = []
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            for row in rows:
                with _reading(row):
                    segment = self._segment(row)
                for name in GRANULARITIES:
                    nearest = min(count, row.vectors)
                    searches.append((row, threads.submit(segment.nearest, name, vector, nearest)))
        found: list[int] = []
        for row, search in searches:
            with _reading(row):
                found += search.result()
        return found

    def _is_readable(self, row: SegmentRow, dimensions: int) -> bool:
        with self._lock:
            self._close_all_but(self._open.keys() - {row.directory})
            try:
                self._nearest_in([row], np.ones(dimensions, np.float32), 1)
            except SegmentUnreadable:
                return False
            return True

    def _segment(self, row: SegmentRow) -> Segment:
        if row.directory not in self._open:
            self._open[row.directory] = Segment(self._folder / row.directory)
        return self._open[row.directory]

    def _close_all_but(self, kept: set[str]) -> None:
        for directory in self._open.keys() - kept:
            self._open.pop(directory).close()


@contextmanager
def _reading(row: SegmentRow) -> Iterator[None]:
    """Convert errors of a segment to `SegmentUnreadable`.

    Raises:
        CiteraError: if the process can open no more files; then the segment may be sound.
    """
    try:
        yield
    except (ChromaFailure, OSError) as error:
        if descriptors.are_used_up():
            raise CiteraError(descriptors.TOO_FEW) from error
        raise SegmentUnreadable(row) from error
