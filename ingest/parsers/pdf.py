"""Parses PDF page by page with pypdf."""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.parsers.limits import MAX_DOCUMENT_BYTES, read_limited
from ingest.parsers.lines import unwrap

if TYPE_CHECKING:
    from pypdf import PdfReader


def parse_pdf(stream: BinaryIO) -> Iterator[Extract]:
    """The article in a PDF, with the offset of the start of each page.

    Raises:
        UnreadableSource: if it is damaged, encrypted with a password, or contains pictures only.
    """
    from pypdf.errors import PyPdfError

    try:
        yield _read(BytesIO(read_limited(stream, MAX_DOCUMENT_BYTES)))
    except PyPdfError as error:
        raise UnreadableSource(f"the PDF is damaged: {error}") from error


def _read(file: BinaryIO) -> Extract:
    from pypdf import PdfReader

    # Damage is raised as an error; pypdf's further warnings are of no use to people.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(file)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableSource("the PDF is locked by a password; save it without one")
    text, starts = _pages(reader)
    if not text.strip():
        raise UnreadableSource("the PDF holds no text, only pictures; run it through OCR first")
    stated = {
        name.lstrip("/").lower(): str(value)
        for name, value in (reader.metadata or {}).items()
        if value
    }
    title = stated.get("title", "").strip()
    return Extract(
        text,
        # Word processors put the name of their own file there.
        title=None if "." in title[-6:] or title.lower() == "untitled" else title,
        date=stated.get("creationdate"),
        author=stated.get("author"),
        page_starts=starts,
    )


def _pages(reader: "PdfReader") -> tuple[str, tuple[int, ...]]:
    text = ""
    starts = []
    for page in reader.pages:
        if text and not text.endswith("\n\n"):
            text += "\n\n"
        starts.append(len(text))
        text += unwrap(page.extract_text())
    return text, tuple(starts)
