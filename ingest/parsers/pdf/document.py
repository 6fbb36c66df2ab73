"""The article in a PDF file, put together from what stands on its pages."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from ingest.errors import SourceFailure, UnreadableSource
from ingest.extract import Extract, PageRead
from ingest.parsers.limits import MAX_DOCUMENT_BYTES, read_limited
from ingest.parsers.ocr import ocr_engine
from ingest.parsers.pdf.drop_caps import with_drop_caps
from ingest.parsers.pdf.fields import read_fields
from ingest.parsers.pdf.forms import with_fields
from ingest.parsers.pdf.glyphs import read_glyphs, turned_text
from ingest.parsers.pdf.pdfium import PDFIUM, open_document, open_page
from ingest.parsers.pdf.rules import Rule, read_rules
from ingest.parsers.pdf.running_heads import Page
from ingest.parsers.pdf.scans import Scans
from ingest.parsers.pdf.segments import Segment, segments_of
from ingest.parsers.pdf.stated import stated_date, stated_title
from ingest.parsers.pdf.styles import read_styles
from ingest.parsers.pdf.text import text_of_pages

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_BEGINNING = 2000  # characters
_MOST_SEGMENTS = 3000
"""Segments of a page of which styles are read, for each table anew; a hostile one has millions."""


def parse_pdf(stream: BinaryIO) -> Iterator[Extract | PageRead | SourceFailure]:
    """The article in a PDF, in reading order, with the offset of the start of each page.

    Before it, each scanned page is told as it is recognised, and some of all pages as they are
    read; after it come pages that are left out.

    Raises:
        UnreadableSource: if it is damaged, encrypted with a password, or no text is found in it.
    """
    data = read_limited(stream, MAX_DOCUMENT_BYTES)
    document = open_document(data)
    try:
        scans = Scans(document, ocr_engine())
        yield from scans.recognise()
        extract = yield from _read(document, data, scans)
    finally:
        with PDFIUM:
            document.close()
    yield extract
    yield from scans.failures


def _read(document: "PdfDocument", data: bytes, scans: Scans) -> Generator[PageRead, None, Extract]:
    with PDFIUM:
        count = len(document)
    extract = yield from text_of_pages(partial(_pages, document, scans, count), count)
    if not extract.text.strip():
        raise UnreadableSource(scans.why_no_text)
    with PDFIUM:
        stated = document.get_metadata_dict(skip_empty=True)
    return replace(
        extract,
        title=stated_title(stated.get("Title", "")) or extract.title,
        date=stated_date(data, extract.text[:_BEGINNING].split("\n\n")),
        author=stated.get("Author"),
    )


def _pages(document: "PdfDocument", scans: Scans, count: int) -> Iterator[Page]:
    """The pages one by one; one that holds pictures without text has no segments."""
    for index in range(count):
        with open_page(document, index) as opened:
            page = _page(document, opened, index)
        scan = scans.recognised.get(index)
        yield scan.beside(page) if scan else page


def _page(document: "PdfDocument", page: "PdfPage", index: int) -> Page:
    upright, turned = read_glyphs(page)
    segments = with_fields(with_drop_caps(segments_of(upright)), read_fields(page))
    return Page(
        number=index + 1,
        height=page.get_height(),
        segments=segments,
        turned=turned_text(turned),
        label=document.get_page_label(index),
        read_rules=partial(_rules, document, index),
        read_styles=partial(_styles, document, index, len(segments) <= _MOST_SEGMENTS),
    )


def _rules(document: "PdfDocument", index: int) -> list[Rule]:
    with open_page(document, index) as page:
        return read_rules(page)


def _styles(
    document: "PdfDocument", index: int, are_few: bool, segments: Sequence[Segment]
) -> list[str]:
    if not are_few:
        return []
    with open_page(document, index) as page:
        return read_styles(page, segments)
