"""`ParseLimits`: what reading a file may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParseLimits:
    """How long a file may be read, and in how much memory; held to on Linux and macOS.

    macOS does not limit the memory.
    """

    seconds: float = 300.0
    """Time until the next text of a file, or its end. Waiting for the store does not count."""
    megabytes: int = 4096
    """Address space of the process that reads, about 200 MB of which it has before any file."""


DEFAULT_LIMITS = ParseLimits()
