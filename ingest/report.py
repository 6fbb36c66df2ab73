"""What an ingest did, and how far it is."""

from dataclasses import dataclass, field

from ingest.errors import SourceFailure


@dataclass(slots=True)
class IngestReport:
    """Numbers of articles by what became of them, and the sources that gave none."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: list[SourceFailure] = field(default_factory=list)
    """Sources that should have given an article and did not, each with the reason."""
    skipped: list[SourceFailure] = field(default_factory=list)
    """Files in folders that are of a kind that is not read, such as pictures."""

    @property
    def articles(self) -> int:
        """Number of articles that are in the store now and in what was read."""
        return self.added + self.changed + self.unchanged

    @property
    def succeeded(self) -> bool:
        """Whether everything that should have given an article did."""
        return not self.failed


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """How far an ingest is; reported after every batch of articles."""

    articles: int
    """Articles dealt with: added, changed or found unchanged."""
    failed: int
    bytes_done: int
    bytes_total: int
    """Size of all files found; addresses on the web count for nothing."""
    seconds: float
    """Since the start."""

    @property
    def articles_per_second(self) -> float:
        """Mean rate since the start."""
        return self.articles / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Time left at the mean rate; None while nothing is done."""
        if not self.bytes_done:
            return None
        return self.seconds * max(self.bytes_total - self.bytes_done, 0) / self.bytes_done
