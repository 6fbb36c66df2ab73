"""The form fields of a page that are filled in, as PDFium gives them."""

import ctypes
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.parsers.pdf.glyphs import Glyph

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

TICKED, UNTICKED = "☑", "☐"
_UNSEEN = 0b100010
"""Flags of an annotation that is hidden, or not shown on the screen."""
_MULTI_LINE, _PASSWORD = 1 << 12, 1 << 13
"""Flags of text fields."""
_MOST = 5000
"""Annotations of a page that are looked at, fields and others; a hostile page has millions."""
_LARGEST = 12.0
"""Size of the font, in points, where a field leaves it to the program, at most."""


@dataclass(frozen=True, slots=True)
class Field:
    """A filled field, or a box to tick. Lengths are in points, as those of a `Glyph`."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    base: float
    hint: str
    """What a program shows when the pointer is on the field."""

    @property
    def is_box(self) -> bool:
        """Whether it is a box to tick."""
        return self.text in (TICKED, UNTICKED)

    def glyphs(self) -> list[Glyph]:
        """Its letters, evenly spaced, as their places are not known."""
        step = min((self.right - self.left) / len(self.text), self.size / 2)
        return [
            Glyph(
                letter,
                self.left + step * place,
                self.left + step * (place + 1),
                self.base,
                self.size,
                place,
                after_space=False,
            )
            for place, letter in enumerate(self.text)
            if not letter.isspace()
        ]


def open_fields(document: "PdfDocument") -> None:
    """Let the form fields of a document be read, before any of its pages is opened."""
    from pypdfium2 import PdfiumError

    # Of a form that cannot be opened, what is printed on the pages is read all the same.
    with suppress(PdfiumError):
        document.init_forms()


def read_fields(page: "PdfPage") -> list[Field]:
    """The fields of a page that are filled in, and its boxes to tick.

    Passwords, buttons and hidden fields are left out, and all fields of a form of which nothing is
    filled in.
    """
    fields = [] if page.formenv is None else list(_fields(page))
    return [] if all(field.text == UNTICKED for field in fields) else fields


def _fields(page: "PdfPage") -> Iterator[Field]:
    import pypdfium2.raw as pdfium

    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        try:
            is_widget = pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET
            if is_widget and not pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
                text = _text(page.formenv.raw, annotation)
                if text.strip():
                    yield _field(page, annotation, text)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _text(form: Any, annotation: Any) -> str:
    """What a field shows; empty for buttons and passwords."""
    import pypdfium2.raw as pdfium

    kind = pdfium.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
        return TICKED if pdfium.FPDFAnnot_IsChecked(form, annotation) else UNTICKED
    is_text = kind == pdfium.FPDF_FORMFIELD_TEXTFIELD
    if is_text and pdfium.FPDFAnnot_GetFormFieldFlags(form, annotation) & _PASSWORD:
        return ""
    if is_text or kind in (pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX):
        return _string(pdfium.FPDFAnnot_GetFormFieldValue, form, annotation)
    return ""


def _field(page: "PdfPage", annotation: Any, text: str) -> Field:
    import pypdfium2.raw as pdfium

    form, area, size = page.formenv.raw, pdfium.FS_RECTF(), ctypes.c_float()
    pdfium.FPDFAnnot_GetRect(annotation, area)
    corners = [_shown(page, area.left, area.top), _shown(page, area.right, area.bottom)]
    (left, right), (top, bottom) = (sorted(each) for each in zip(*corners, strict=True))
    pdfium.FPDFAnnot_GetFontSize(form, annotation, size)
    points = size.value or min(0.7 * (bottom - top), _LARGEST) or 1.0
    flags = pdfium.FPDFAnnot_GetFormFieldFlags(form, annotation)
    first_line = top + points if flags & _MULTI_LINE else (top + bottom) / 2 + 0.35 * points
    hint = _string(pdfium.FPDFAnnot_GetFormFieldAlternateName, form, annotation)
    return Field(text, left, top, right, bottom, points, first_line, " ".join(hint.split()))


def _shown(page: "PdfPage", x: float, y: float) -> tuple[float, float]:
    """A place on the page as it is shown, in points from its top left."""
    import pypdfium2.raw as pdfium

    width, height = (round(100 * length) for length in page.get_size())
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, across, down)
    return across.value / 100, down.value / 100


def _string(read: Any, form: Any, annotation: Any) -> str:
    """A text that PDFium gives in UTF-16 with a zero at its end."""
    length = read(form, annotation, None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    read(form, annotation, buffer, length)
    return bytes(buffer)[:length].decode("utf-16-le", "replace").rstrip("\0")
