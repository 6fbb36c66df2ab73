"""`Extract`: what a reader gets out of a file, before it is made an article."""

from dataclasses import dataclass
from typing import NamedTuple

from vectorstore.errors import CiteraError


class UnreadableSource(CiteraError):
    """A file or address that gives no article; the text says why."""


@dataclass(frozen=True, slots=True)
class Extract:
    """A text as it was read, with the metadata that its file states."""

    text: str
    title: str | None = None
    date: str | None = None
    """As it is written in the file, or in ISO 8601."""
    language: str | None = None
    author: str | None = None
    url: str | None = None
    page_starts: tuple[int, ...] = ()
    part: str = ""
    """Name of the article within its file, such as a row or a member; empty if it is the file."""


class Failure(NamedTuple):
    """A source, or a part of one, that could not be read, and the reason."""

    source: str
    reason: str
