"""Recognises one page of a PDF file or an image again, to find its words on the page."""

from pathlib import Path

from ingest.errors import UnreadableSource
from ingest.parsers.images import recognise_image_page
from ingest.parsers.ocr import ocr_engine
from ingest.parsers.ocr.choose import HOW_TO_INSTALL
from ingest.parsers.pdf.recognition import RecognisedPage
from ingest.parsers.pdf.scans import recognise_pdf_page


def recognise_page(path: Path, index: int, is_image: bool) -> RecognisedPage:
    """What OCR recognises on the page at `index`, from 0; the same as when the file was ingested.

    Raises:
        UnreadableSource: if the file or the page cannot be read, or no OCR is installed.
    """
    engine = ocr_engine()
    if engine is None:
        raise UnreadableSource(f"no page is recognised without OCR; {HOW_TO_INSTALL}")
    recognise = recognise_image_page if is_image else recognise_pdf_page
    with path.open("rb") as stream:
        return recognise(stream, index, engine)
