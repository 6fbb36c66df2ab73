"""`Extract`: the text and metadata that a parser finds in a file, before normalisation."""

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
    part: str = ""
    """Name of the article within its file, such as the key of a row; empty for a whole file."""
