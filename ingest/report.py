"""Result and progress of an ingest."""

from dataclasses import dataclass, field

from ingest.errors import SourceFailure
from ingest.extract import PageRead


@dataclass(slots=True)
class IngestReport:
    """Numbers of articles by outcome, and the sources that could not be read."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: list[SourceFailure] = field(default_factory=list)
    """Sources that could not be read, each with the reason."""
    skipped: list[SourceFailure] = field(default_factory=list)
    """Files that were passed over, or parts of them, such as photographs, each with the reason."""

    @property
    def articles(self) -> int:
        """Number of articles that were read and are in the store now."""
        return self.added + self.changed + self.unchanged

    @property
    def succeeded(self) -> bool:
        """Whether every source could be read."""
        return not self.failed


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """Progress of an ingest, reported after every batch of articles, and as pages are read."""

    articles: int
    """Articles processed: added, changed or unchanged."""
    failed: int
    bytes_done: int
    bytes_total: int
    """Size of all files found; web addresses count as 0."""
    seconds: float
    """Time since the start."""
    page: PageRead | None = None
    """The page that was just read, or recognised, if this tells of one."""

    @property
    def articles_per_second(self) -> float:
        """Mean rate since the start; 0 at the start."""
        return self.articles / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Estimated remaining time at the mean rate; None before the first batch."""
        if not self.bytes_done:
            return None
        return self.seconds * max(self.bytes_total - self.bytes_done, 0) / self.bytes_done
