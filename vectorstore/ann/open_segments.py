"""`OpenSegments`: the segments of an index that are open, several of them opened at a time."""

import os
from collections.abc import Iterable, Iterator, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from vectorstore import descriptors
from vectorstore.ann.projection import projected, widened
from vectorstore.ann.segments import Segment, SegmentDamaged, Segments
from vectorstore.errors import CiteraError
from vectorstore.tables.segment_rows import SegmentRow


class SegmentUnreadable(Exception):
    """A segment is damaged, or missing, for instance because it was replaced."""

    def __init__(self, row: SegmentRow) -> None:
        self.row = row


class OpenSegments:
    """Segments by directory, each opened once. One thread at a time may use them.

    Raises:
        SegmentUnreadable: if a segment is missing or cannot be read; the next use opens it anew.
        SegmentsUnavailable: if the server with the segments cannot be used.
        CiteraError: if the process can open no more files; then the segment may be sound.
    """

    def __init__(self, segments: Segments) -> None:
        self._segments = segments
        self._opened: dict[str, Future[Segment]] = {}

    @property
    def none_yet(self) -> bool:
        """Whether no segment is open or being opened."""
        return not self._opened

    def open(self, rows: Sequence[SegmentRow]) -> None:
        """Begin to open segments; what uses them waits for them, and has their errors."""
        closed = [row for row in rows if row.directory not in self._opened]
        if not closed:
            return
        self._segments.prepare(closed)
        threads = ThreadPoolExecutor(os.cpu_count())
        for row in closed:
            self._opened[row.directory] = threads.submit(self._open, row)
        threads.shutdown(wait=False)

    def nearest(
        self, rows: Sequence[SegmentRow], vector: NDArray[np.float32], count: int
    ) -> list[int]:
        """Ids of the `count` passages nearest to `vector` in each segment, searched in parallel."""
        self.open(rows)
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            searches = [
                threads.submit(self._nearest_in, row, projected(vector, row.coding), count)
                for row in rows
            ]
        return [each for search in searches for each in search.result()]

    def ids(self, rows: Sequence[SegmentRow]) -> set[int]:
        """Ids of all passages of segments."""
        self.open(rows)
        return {each for row in rows for each in self._segment(row).ids()}

    def close_all_but(self, kept: Set[str]) -> None:
        """Close all segments that are open, but those with the directories `kept`."""
        self.close(self._opened.keys() - kept)

    def close(self, directories: Iterable[str]) -> None:
        """Close those segments of some directories that are open."""
        for directory in directories:
            opened = self._opened.pop(directory, None)
            if opened is not None and opened.exception() is None:
                opened.result().close()

    def _open(self, row: SegmentRow) -> Segment:
        with _reading(row):
            return self._segments.open(row)

    def _nearest_in(self, row: SegmentRow, vector: NDArray[np.float32], count: int) -> list[int]:
        segment = self._segment(row)
        with _reading(row):
            return segment.nearest(vector, min(widened(count, row.coding), row.vectors))

    def _segment(self, row: SegmentRow) -> Segment:
        opened = self._opened[row.directory]
        if opened.exception() is not None:
            del self._opened[row.directory]
        return opened.result()


@contextmanager
def _reading(row: SegmentRow) -> Iterator[None]:
    """Convert errors of a segment to `SegmentUnreadable`, unless there are no more descriptors."""
    try:
        yield
    except (SegmentDamaged, OSError) as error:
        if descriptors.are_used_up():
            raise CiteraError(descriptors.TOO_FEW) from error
        raise SegmentUnreadable(row) from error
