"""Size limits of files, so that a hostile or wrong file cannot exhaust the memory."""

from typing import IO

from ingest.errors import UnreadableSource

MAX_TEXT_BYTES = 32 * 2**20
"""Greatest size of a single text: about 5 million words."""
MAX_DOCUMENT_BYTES = 512 * 2**20
"""Greatest size of a PDF, DOCX or EPUB file, which may consist mostly of pictures."""
MAX_RECOGNISED_PAGES = 1000
"""Most scanned pages of a file that are recognised, each of which takes seconds."""


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
