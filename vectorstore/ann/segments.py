"""`Segments`: where the segments of an index are kept, as folders or as collections of a server."""

from collections.abc import Iterable, Sequence, Set
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import CiteraError
from vectorstore.tables.segment_rows import SegmentPlan, SegmentRow

COLLECTION = "passages"
"""Chroma's collection of a segment. Segments of before format 7 have one of sentences too, which is
not read."""


class SegmentDamaged(Exception):
    """A segment cannot be read or written: it may be damaged or missing, or the disk full."""


class SegmentsUnavailable(CiteraError):
    """The server with the segments cannot be used; they may be sound."""


class Segment(Protocol):
    """A complete segment, open for reading.

    Raises:
        SegmentDamaged: if it cannot be read.
        SegmentsUnavailable: if its server cannot be used.
        OSError: if its files cannot be read.
    """

    def nearest(self, vector: NDArray[np.float32], count: int) -> list[int]:
        """Ids of the `count` passages with the nearest vectors, nearest first."""

    def ids(self) -> list[int]:
        """Ids of all passages."""

    def close(self) -> None:
        """Release what it holds."""


class Segments(Protocol):
    """All segments of an index. Who writes or removes one must hold the lock of the index.

    Raises:
        SegmentsUnavailable: if their server cannot be used.
    """

    def open(self, row: SegmentRow) -> Segment:
        """A segment, to be read.

        Raises:
            SegmentDamaged: if it is missing or cannot be read.
            OSError: if its files cannot be read.
        """

    def prepare(self, rows: Sequence[SegmentRow]) -> None:
        """Do what saves time before segments are opened by several threads."""

    def write(
        self, plan: SegmentPlan, rows: Iterable[tuple[int, NDArray[np.float32]]]
    ) -> tuple[str, int]:
        """Write a segment: the vectors of the one that `plan` extends, if any, and those of `rows`.

        `rows` are passage ids with their vectors (dimensions,). Returns its directory, as
        `SegmentRow` has it, and its number of vectors.

        Raises:
            SegmentDamaged: if the segment to extend cannot be read, or the new one written.
            OSError: if files cannot be written.
        """

    def sweep(self, kept: Set[str]) -> None:
        """Remove all segments but those with the directories `kept`."""

    def place(self, directory: str) -> str:
        """Where a segment is, in words for users."""
