"""What a parser finds in a file: texts with their metadata, files within the file, progress."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extract:
    """A text before normalisation, with the metadata that its file states."""

    text: str
    title: str | None = None
    date: str | None = None
    """As written in the file, or in ISO 8601."""
    language: str | None = None
    author: str | None = None
    url: str | None = None
    page_starts: tuple[int, ...] = ()
    is_headed: bool = True
    """Whether its first line may be a heading, and so its title where none is stated."""
    page_labels: tuple[str, ...] = ()
    page_certainties: tuple[float, ...] = ()
    """Certainty with which the text of each page was recognised by OCR, 1 for what was text in the
    file; empty if no page was recognised."""
    part: str = ""
    """Name of the article within its file, such as the key of a row; empty for a whole file."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file within a file, such as one in an archive or attached to a message."""

    name: str
    """Its path within the file around it, with `/` between folders."""
    read: Callable[[], bytes]
    """Gives its content; raises `UnreadableSource` where that is damaged or too long."""


@dataclass(frozen=True, slots=True)
class PageRead:
    """Tells that a page was read, on the way to the text of its file; it holds no text."""

    number: int
    """How many of the pages are done."""
    count: int
    """How many there are."""


@dataclass(frozen=True, slots=True)
class PageRecognised(PageRead):
    """Tells that a scanned page was recognised, which takes seconds; only such pages count."""
