"""Opens PDF files with PDFium, and puts together what stands on their pages."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.parsers.limits import MAX_DOCUMENT_BYTES, MAX_TEXT_BYTES, read_limited
from ingest.parsers.pdf.drop_caps import with_drop_caps
from ingest.parsers.pdf.fields import open_fields, read_fields
from ingest.parsers.pdf.flow import Flow
from ingest.parsers.pdf.forms import with_fields
from ingest.parsers.pdf.glyphs import read_glyphs, turned_text
from ingest.parsers.pdf.hyphens import join_cut_words
from ingest.parsers.pdf.labels import page_labels
from ingest.parsers.pdf.layout import Layout
from ingest.parsers.pdf.rules import Rule, read_rules
from ingest.parsers.pdf.running_heads import Page, without_running_heads
from ingest.parsers.pdf.segments import segments_of
from ingest.parsers.pdf.stated import stated_date, stated_title

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_BEGINNING = 2000  # characters
PDFIUM = Lock()
"""Held during every call of PDFium, which is not safe for threads."""


def parse_pdf(stream: BinaryIO) -> Iterator[Extract]:
    """The article in a PDF, in reading order, with the offset of the start of each page.

    Raises:
        UnreadableSource: if it is damaged, encrypted with a password, or contains pictures only.
    """
    yield _read(read_limited(stream, MAX_DOCUMENT_BYTES))


def _read(data: bytes) -> Extract:
    document = _open(data)
    try:
        extract = _text(without_running_heads(_pages(document)))
        if not extract.text.strip():
            extract = _text(_pages(document))  # all that it holds is at the edges of its pages
        if not extract.text.strip():
            raise UnreadableSource("the PDF holds no text, only pictures; run it through OCR first")
        with PDFIUM:
            stated = document.get_metadata_dict(skip_empty=True)
    finally:
        with PDFIUM:
            document.close()
    return replace(
        extract,
        title=stated_title(stated.get("Title", "")) or extract.title,
        date=stated_date(data, extract.text[:_BEGINNING].split("\n\n")),
        author=stated.get("Author"),
    )


def _open(data: bytes) -> "PdfDocument":
    from pypdfium2 import PdfDocument, PdfiumError, raw

    with PDFIUM:
        try:
            document = PdfDocument(data)
        except PdfiumError as error:
            if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
                raise UnreadableSource(
                    "the PDF is locked by a password; save it without one"
                ) from error
            raise UnreadableSource("the PDF is damaged: it cannot be opened") from error
        open_fields(document)
        return document


def _text(pages: Iterable[Page]) -> Extract:
    flow, layout = Flow(), Layout()
    stated: list[str] = []
    printed: list[str] = []
    for page in pages:
        flow.add(layout.blocks(page))
        if flow.length > MAX_TEXT_BYTES:
            raise UnreadableSource("it holds too much text for one article; split it up")
        stated.append(page.label)
        printed.append(page.printed)
    text, starts = join_cut_words(*flow.finish(len(stated)))
    labels = page_labels(stated, printed)
    return Extract(text, title=layout.title, page_starts=starts, page_labels=labels)


def _pages(document: "PdfDocument") -> Iterator[Page]:
    """The pages one by one; one that holds pictures only has no segments."""
    with PDFIUM:
        count = len(document)
    for index in range(count):
        with PDFIUM:
            page = _page(document, index)
        yield page


def _page(document: "PdfDocument", index: int) -> Page:
    from pypdfium2 import PdfiumError

    try:
        page = document[index]
    except PdfiumError as error:
        raise UnreadableSource(f"the PDF is damaged: page {index + 1} cannot be read") from error
    try:
        upright, turned = read_glyphs(page)
        return Page(
            number=index + 1,
            height=page.get_height(),
            segments=with_fields(with_drop_caps(segments_of(upright)), read_fields(page)),
            turned=turned_text(turned),
            label=document.get_page_label(index),
            read_rules=partial(_rules, document, index),
        )
    finally:
        page.close()


def _rules(document: "PdfDocument", index: int) -> list[Rule]:
    with PDFIUM:
        page = document[index]
        try:
            return read_rules(page)
        finally:
            page.close()
