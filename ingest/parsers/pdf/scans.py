"""Scans: the pages of a PDF that are pictures of text, which are recognised by OCR."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from ingest.errors import PassedOver, SourceFailure
from ingest.extract import PageRecognised
from ingest.parsers.limits import MAX_DOCUMENT_BYTES, MAX_RECOGNISED_PAGES, read_limited
from ingest.parsers.ocr import OcrEngine
from ingest.parsers.ocr.choose import HOW_TO_INSTALL
from ingest.parsers.pdf.pdfium import PDFIUM, open_document, open_page
from ingest.parsers.pdf.recognition import RecognisedPage, recognise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pypdfium2 import PdfDocument, PdfObject, PdfPage

_DOTS_PER_POINT = 200 / 72
_MOST_PIXELS = 12_000_000
"""Size to which a page is rendered at most: A3 at 200 dots an inch has 8 million pixels."""
_COVERED = 0.2
"""Share of a page that its pictures cover at least, if it is a scan."""
_FEW_CHARACTERS = 200
"""Text that a scan may have beside its picture, such as a stamp or the head of a print-out."""
_WHY_TOO_MANY = (
    f"it is left out: {MAX_RECOGNISED_PAGES} scanned pages of a file are recognised; split it up"
)


class Scans:
    """The scanned pages of a document."""

    def __init__(self, document: "PdfDocument", engine: OcrEngine | None) -> None:
        self._document, self._engine = document, engine
        self.recognised: dict[int, RecognisedPage] = {}
        """The pages whose text was recognised with enough certainty, by their index."""
        self.failures: list[SourceFailure] = []
        """The pages that have to be left out."""

    @property
    def why_no_text(self) -> str:
        """What to say if the whole document is without text."""
        if self.failures:
            page, reason = self.failures[0]
            return f"the PDF holds no text, only pictures ({page}: {reason})"
        return "the PDF holds no text, and no picture in which OCR finds any"

    def recognise(self) -> Iterator[PageRecognised]:
        """Recognise one page after the other, and tell each when it is done."""
        scans = [index for index in range(self._count()) if self._is_scan(index)]
        if not scans:
            return
        if self._engine is None:
            reason = _why_passed_over(len(scans))
            self.failures.append(PassedOver(f"page {scans[0] + 1}", reason))
            return
        read, rest = scans[:MAX_RECOGNISED_PAGES], scans[MAX_RECOGNISED_PAGES:]
        for done, index in enumerate(read, 1):
            found = _recognise(self._document, self._engine, index)
            if found.is_certain:
                self.recognised[index] = found
            elif found.is_text:
                self._leave_out(index, found.why_left_out(self._engine))
            yield PageRecognised(done, len(read))
        if rest:
            self._leave_out(rest[0], _WHY_TOO_MANY)

    def _leave_out(self, index: int, reason: str) -> None:
        self.failures.append(SourceFailure(f"page {index + 1}", reason))

    def _count(self) -> int:
        with PDFIUM:
            return len(self._document)

    def _is_scan(self, index: int) -> bool:
        with open_page(self._document, index) as page:
            return is_scan(page)


def recognise_pdf_page(stream: BinaryIO, index: int, engine: OcrEngine) -> RecognisedPage:
    """What is recognised on the page of a PDF at `index`, from 0, whether or not it is a scan.

    Raises:
        UnreadableSource: if the file or the page is damaged, or there is no such page.
    """
    document = open_document(read_limited(stream, MAX_DOCUMENT_BYTES))
    try:
        return _recognise(document, engine, index)
    finally:
        with PDFIUM:
            document.close()


def _recognise(document: "PdfDocument", engine: OcrEngine, index: int) -> RecognisedPage:
    with open_page(document, index) as page:
        image, width = _rendered(page), page.get_width()
    return recognise(engine, image, width)


def is_scan(page: "PdfPage") -> bool:
    """Whether a page is a picture of text: with pictures, and no text or very little.

    A page with a hidden layer of text is none.
    """
    from pypdfium2 import raw

    left, bottom, right, top = page.get_bbox()
    pictures = page.get_objects([raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM], max_depth=1)
    covered = sum(map(_covered, pictures))
    if covered < _COVERED * _area(left, bottom, right, top):
        texts = page.get_objects([raw.FPDF_PAGEOBJ_TEXT])
        # Text may also be drawn as outlines.
        return next(texts, None) is None and next(page.get_objects(), None) is not None
    text_page = page.get_textpage()
    try:
        return int(text_page.count_chars()) < _FEW_CHARACTERS
    finally:
        text_page.close()


def _covered(picture: "PdfObject") -> float:
    from pypdfium2 import PdfiumError

    try:
        return _area(*picture.get_bounds())
    except PdfiumError:  # it has none
        return 0.0


def _area(left: float, bottom: float, right: float, top: float) -> float:
    return abs(right - left) * abs(top - bottom)


def _rendered(page: "PdfPage") -> "NDArray[np.uint8]":
    width, height = page.get_size()
    scale = min(_DOTS_PER_POINT, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=scale)
    try:
        image: NDArray[np.uint8] = bitmap.to_numpy()[:, :, :3].copy()
        return image
    finally:
        bitmap.close()


def _why_passed_over(count: int) -> str:
    others = f", like {count - 1} other pages" if count > 1 else ""
    return f"it is a picture without text{others}; to have it recognised, {HOW_TO_INSTALL}"
