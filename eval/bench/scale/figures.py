"""`ScaleReport`: what was measured at each size and place, as a JSON file that grows."""

import os
import platform
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, get_args

from pydantic import TypeAdapter, ValidationError

from eval.atomic_write import write_atomically
from eval.bench.scale.corpus import Kind
from vectorstore.errors import CiteraError

PlaceName = Literal["folder", "servers"]
"""Embedded in a folder, or on a Chroma server with the tables in PostgreSQL."""
PLACES: tuple[PlaceName, ...] = get_args(PlaceName)


@dataclass(frozen=True, slots=True)
class Case:
    """A store that is measured: how many passages, of which vectors, in which place."""

    passages: int
    place: PlaceName
    vectors: Kind

    def __str__(self) -> str:
        return f"{self.place}-{self.vectors}-{self.passages}"


@dataclass(frozen=True, slots=True)
class Ingest:
    """What storing took, without the embedding model; of the servers too, where there are any."""

    seconds: float
    core_seconds: float
    memory_mib: float
    """Largest memory of the process that stores."""


INGEST = TypeAdapter(Ingest)
"""Reads and writes what storing took as JSON."""


@dataclass(frozen=True, slots=True)
class Search:
    """What searches took, without embedding the question; percentiles are over questions."""

    first_s: float
    """Opening the store and the first search, with its files out of the page cache."""
    cold_p50_ms: float
    """Of searches that no question was asked before, after the first one."""
    cold_p95_ms: float
    p50_ms: float
    """Of searches whose question was asked before, so that what they read is in memory."""
    p95_ms: float
    core_ms: float
    """Processor time of such a search, in the mean, of the servers too."""
    recall_at_10: float
    """Share of the ten best passages by all vectors, compared exactly, that a search finds."""
    memory_mib: float
    """Largest memory of the process that searches; it holds no model."""
    servers_mib: float | None
    """Memory of the servers after the searches."""
    parts_ms: dict[str, float]
    """Processor time of a search by part, in ms, in the mean, under a profiler; not of servers."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of a store."""

    case: Case
    ingest: Ingest
    search: Search
    disk_bytes: int
    segments: int


@dataclass(frozen=True, slots=True)
class NotMeasured:
    """A store that was not measured, and why."""

    case: Case
    reason: str


@dataclass(frozen=True, slots=True)
class Embedding:
    """What the packaged embedding model takes, on one core, for articles such as news."""

    passages: int
    sentences: int
    core_seconds: float
    """Embedding the passages with their sentences, and quantising their tokens."""
    question_ms: float
    """Embedding a question: processor time, median."""
    memory_mib: float
    """Largest memory of the process."""


@dataclass(frozen=True, slots=True)
class Machine:
    """Where it was measured."""

    system: str = field(default_factory=platform.machine)
    cores: int = field(default_factory=lambda: os.cpu_count() or 1)
    memory_gib: int = field(
        default_factory=lambda: round(
            os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        )
    )


@dataclass(frozen=True, slots=True)
class ScaleReport:
    """All figures."""

    machine: Machine
    embedding: Embedding | None = None
    measured: tuple[Measured, ...] = ()
    not_measured: tuple[NotMeasured, ...] = ()

    def of(self, place: PlaceName, vectors: Kind = "clustered") -> list[Measured]:
        """What was measured in a place, by ascending size."""
        found = (m for m in self.measured if (m.case.place, m.case.vectors) == (place, vectors))
        return sorted(found, key=lambda each: each.case.passages)

    def has(self, case: Case) -> bool:
        """Whether a store was measured."""
        return any(each.case == case for each in self.measured)

    def with_case(self, new: Measured | NotMeasured) -> "ScaleReport":
        """The report with the figures of a store, or with why there are none.

        Figures that are there stay where they could not be measured again.
        """
        if isinstance(new, NotMeasured) and self.has(new.case):
            return self
        measured = tuple(each for each in self.measured if each.case != new.case)
        missing = tuple(each for each in self.not_measured if each.case != new.case)
        if isinstance(new, Measured):
            return replace(self, measured=(*measured, new), not_measured=missing)
        return replace(self, measured=measured, not_measured=(*missing, new))


_REPORT = TypeAdapter(ScaleReport)


def read_report(path: Path) -> ScaleReport:
    """The report in a file; one of this machine without figures, if there is no such file.

    Raises:
        CiteraError: if the file is no report.
    """
    if not path.exists():
        return ScaleReport(Machine())
    try:
        return _REPORT.validate_json(path.read_bytes())
    except ValidationError as error:
        raise CiteraError(f"{path} is not a file of this benchmark: {error}") from error


def write_report(path: Path, report: ScaleReport) -> None:
    """Write a report. Raises `CiteraError` if the file cannot be written."""
    write_atomically(path, _REPORT.dump_json(report, indent=1).decode() + "\n")
