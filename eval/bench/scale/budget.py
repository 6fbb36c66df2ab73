"""Whether the store of a size can be made: disk and time, judged by the sizes before it."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from eval.bench.scale.figures import Case, ScaleReport
from eval.load.process import folder_bytes

_BYTES, _SECONDS = 50_000, 0.03
"""Guesses of what a passage takes, where no smaller store was measured."""
_ROOM = 1.3
"""Room for copies: of segments while the store grows, of rows while they are written."""
_LONGER = 1.5
"""Factor on the time: for making up texts, for searches, and for an index that takes longer for
each passage as it grows."""
_RESERVE = 5 * 10**9  # bytes left free


@dataclass(frozen=True, slots=True)
class Budget:
    """Free disk in bytes, and seconds that are left."""

    free: int
    seconds: float

    @classmethod
    def of(cls, folder: Path, until: float) -> "Budget":
        """What there is where `folder` is or will be, until a moment of `time.monotonic`.

        What the folder takes already counts as free.
        """
        there = next(each for each in (folder, *folder.parents) if each.exists())
        free = shutil.disk_usage(there).free + folder_bytes(folder)
        return cls(free, until - time.monotonic())

    def lack(self, case: Case, report: ScaleReport, spent: float = 0.0) -> str | None:
        """Why the store of a case cannot be made; None if it can.

        `spent` are the seconds for which it has been filled already.
        """
        before = report.of(case.place, case.vectors) or report.of(case.place)
        smaller = [each for each in before if each.case.passages < case.passages]
        disk, seconds = _BYTES, _SECONDS
        if smaller:
            last = smaller[-1]
            disk = round(last.disk_bytes / last.case.passages)
            seconds = last.ingest.seconds / last.case.passages
        needed = _ROOM * disk * case.passages
        takes = _LONGER * max(seconds * case.passages - spent, 0)
        if needed > self.free - _RESERVE:
            return f"needs {needed / 1e9:.0f} GB of disk; {self.free / 1e9:.0f} GB are free"
        if takes > self.seconds:
            left = max(self.seconds, 0) / 60
            return f"would take about {takes / 60:.0f} minutes; {left:.0f} were left"
        return None
