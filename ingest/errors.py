"""What ingest raises and reports where a file, an address or a part of one cannot be read."""

from typing import NamedTuple

from vectorstore.errors import CiteraError


class UnreadableSource(CiteraError):
    """A file or address that gives no article; the text says why."""


class LimitReached(UnreadableSource):
    """A file that could not be read in the time or memory allowed, and may be another time."""


class SourceFailure(NamedTuple):
    """A source, or a part of one, that could not be read, and the reason."""

    source: str
    reason: str


class PassedOver(SourceFailure):
    """A source, or a part of one, in which there is nothing to read, as in a photograph.

    It is named with its reason, and the ingest has not failed.
    """
