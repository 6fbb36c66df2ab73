"""Puts the texts of slides together: each slide is a page."""

from collections.abc import Iterable

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.parsers.limits import MAX_TEXT_BYTES
from ingest.parsers.properties import Properties


def extract_of_slides(slides: Iterable[Iterable[str]], stated: Properties) -> Extract:
    """The article in a presentation, of the blocks of each slide; an empty slide is a page too.

    Raises:
        UnreadableSource: if the text is too long for one article.
    """
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for blocks in slides:
        starts.append(length)
        if text := "\n\n".join(blocks):
            parts.append(f"{text}\n\n")
            length += len(parts[-1])
        if length > MAX_TEXT_BYTES:
            raise UnreadableSource("its slides hold too much text for one article; split it up")
    return Extract(
        "".join(parts),
        stated.title,
        stated.date,
        stated.language,
        stated.author,
        page_starts=tuple(starts),
    )
