"""Parses Word documents (DOCX) with python-docx."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO
from zipfile import BadZipFile

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.parsers.limits import MAX_DOCUMENT_BYTES, read_limited
from ingest.parsers.zip_safety import open_zip

if TYPE_CHECKING:
    from docx.document import Document


def parse_docx(stream: BinaryIO) -> Iterator[Extract]:
    """The article in a Word document, including tables.

    Raises:
        UnreadableSource: if it is damaged or locked by a password.
    """
    from docx import Document
    from docx.opc.exceptions import OpcError

    file = BytesIO(read_limited(stream, MAX_DOCUMENT_BYTES))
    open_zip(file).close()  # rejects a zip bomb before python-docx unpacks it
    try:
        document = Document(file)
    except (OpcError, BadZipFile, KeyError, ValueError) as error:
        raise UnreadableSource(f"it is not a Word document (DOCX): {error}") from error
    properties = document.core_properties
    date = properties.created.date().isoformat() if properties.created else None
    yield Extract(
        _text(document),
        title=properties.title or _title(document),
        date=date,
        language=properties.language.partition("-")[0] or None,
        author=properties.author or None,
    )


def _text(document: "Document") -> str:
    from docx.table import Table

    blocks = []
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            rows = (" | ".join(cell.text for cell in row.cells) for row in item.rows)
            blocks.append("\n".join(rows))
        else:
            blocks.append(item.text)
    return "\n\n".join(block for block in blocks if block.strip())


def _title(document: "Document") -> str | None:
    for paragraph in document.paragraphs:
        style = paragraph.style.name if paragraph.style else ""
        if style in ("Title", "Heading 1") and paragraph.text.strip():
            return str(paragraph.text)
    return None
