"""`ParseLimits`: what reading a file may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParseLimits:
    """How long a file may be read, and in how much memory.

    Linux holds the process to both, macOS to the time alone, and Windows to neither.
    """

    seconds: float = 300.0
    """Time until the next text of a file, or its end. Waiting for the store does not count."""
    megabytes: int = 4096
    """Address space of the process that reads, about 200 MB of which it has before any file."""
    page_seconds: float = 10.0
    """What each scanned page that was recognised adds to `seconds`; most take 1 to 5."""


DEFAULT_LIMITS = ParseLimits()
