"""How much of a file is read into memory: a hostile or mistaken one must not exhaust it."""

from typing import IO

from ingest.errors import UnreadableSource

MAX_TEXT_BYTES = 32 * 2**20
"""Longest single text: some 5 million words."""
MAX_DOCUMENT_BYTES = 512 * 2**20
"""Largest PDF, DOCX or EPUB, most of which are pictures."""


def read_limited(stream: IO[bytes], limit: int = MAX_TEXT_BYTES) -> bytes:
    """All bytes of `stream`.

    Raises:
        UnreadableSource: if there are more than `limit`.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise UnreadableSource(
            f"it is longer than {limit // 2**20} MB, too long for one article; split it up"
        )
    return data
