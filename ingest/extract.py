"""`Extract`: the text and metadata that a parser finds in a file, before normalisation."""

from dataclasses import dataclass


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
