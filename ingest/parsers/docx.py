"""Parses Word documents (DOCX) with python-docx."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.parsers.docx_runs import visible_text
from ingest.parsers.docx_text import text_of_document
from ingest.parsers.limits import MAX_DOCUMENT_BYTES, read_limited
from ingest.parsers.zip_safety import ZIP_ERRORS, open_zip

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.coreprops import CoreProperties
    from docx.text.paragraph import Paragraph

# What python-docx and its template put into properties that the writer of a document left alone.
_TEMPLATE_TITLE = "Word Document"
_TEMPLATE_AUTHOR = "python-docx"
_TEMPLATE_DATE = date(2013, 12, 23)
_FIRST_YEAR = 1990  # earlier ones are the zero of some clock; Word is not much older


def parse_docx(stream: BinaryIO) -> Iterator[Extract]:
    """The article in a Word document, including tables, notes, text boxes and page headers.

    Raises:
        UnreadableSource: if it is damaged or locked by a password.
    """
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import XMLSyntaxError

    file = BytesIO(read_limited(stream, MAX_DOCUMENT_BYTES))
    open_zip(file).close()  # rejects a zip bomb before python-docx unpacks it
    try:
        extract = _read(Document(file))
    except RecursionError:
        raise
    except (OpcError, XMLSyntaxError, *ZIP_ERRORS) as error:
        raise UnreadableSource(f"it is not a Word document (DOCX): {error}") from error
    yield extract


def _read(document: "Document") -> Extract:
    properties = document.core_properties
    title = properties.title if properties.title != _TEMPLATE_TITLE else None
    return Extract(
        text_of_document(document),
        title=title or _title(document),
        date=_created(properties),
        language=properties.language.partition("-")[0] or None,
        author=properties.author if properties.author != _TEMPLATE_AUTHOR else None,
    )


def _created(properties: "CoreProperties") -> str | None:
    """The day on which the document was begun; None if it is that of a template."""
    if properties.created is None:
        return None
    created = properties.created.date()
    is_stated = created != _TEMPLATE_DATE and created.year >= _FIRST_YEAR
    return created.isoformat() if is_stated else None


def _title(document: "Document") -> str | None:
    """The first paragraph in the style of a title, or else the first heading of level 1."""
    headings = []
    for paragraph in document.paragraphs:
        style = paragraph.style.name if paragraph.style else ""
        if style != "Title" and style != "Heading 1" and not _is_top_of_outline(paragraph):
            continue
        if text := visible_text(paragraph._p).strip():
            if style == "Title":
                return text
            headings.append(text)
    return headings[0] if headings else None


def _is_top_of_outline(paragraph: "Paragraph") -> bool:
    """Whether a paragraph is a heading of level 1 without its style, as in pasted web pages."""
    return bool(paragraph._p.xpath("./w:pPr/w:outlineLvl[@w:val='0']"))
