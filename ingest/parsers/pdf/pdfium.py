"""Opening documents and pages with PDFium, which is not safe for threads."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from ingest.errors import UnreadableSource
from ingest.parsers.pdf.fields import open_fields

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

PDFIUM = Lock()
"""To be held wherever PDFium is called."""


def open_document(data: bytes) -> "PdfDocument":
    """The document in the bytes of a PDF file.

    Raises:
        UnreadableSource: if it is damaged, or encrypted with a password.
    """
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


@contextmanager
def open_page(document: "PdfDocument", index: int) -> Iterator["PdfPage"]:
    """The page at `index`, from 0, with `PDFIUM` held until it is closed.

    Raises:
        UnreadableSource: if it is damaged.
    """
    from pypdfium2 import PdfiumError

    with PDFIUM:
        try:
            page = document[index]
        except PdfiumError as error:
            raise UnreadableSource(
                f"the PDF is damaged: page {index + 1} cannot be read"
            ) from error
        try:
            yield page
        finally:
            page.close()
