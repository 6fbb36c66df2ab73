"""The glyphs of a page with their places, as PDFium gives them."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Any

import regex

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

CUT = "\ufffe"
"""Stands for the hyphen of a word that is cut at the end of a line, until it is joined."""

_PDFIUM_CUT = "\x02"
# Ligatures and shaped letters of Arabic and Hebrew: one character for what are several or another.
_PRESENTATION_FORM = regex.compile(r"[\ufb00-\ufdff\ufe70-\ufefc]")
_SIZES = (0.5, 500.0)


@dataclass(slots=True)
class Glyph:
    """One or, for a ligature, several characters drawn at one place.

    Lengths are in points; x grows to the right and y downwards from the top left of the page.
    """

    text: str
    left: float
    right: float
    base: float
    """y of the line on which it stands."""
    size: float
    """Font size as drawn."""
    order: int
    """Position among the glyphs of the page, as they are drawn."""
    after_space: bool
    """Whether a space is drawn, or left, between the previous glyph and this one."""


def read_glyphs(page: "PdfPage") -> tuple[list[Glyph], list[Glyph]]:
    """The glyphs of a page that are upright, and those that are turned, in order of drawing."""
    text_page = page.get_textpage()
    try:
        return _collect(text_page.raw, page)
    finally:
        text_page.close()


def turned_text(glyphs: Sequence[Glyph]) -> str:
    """The text of turned glyphs, such as a stamp along the margin, as they are drawn."""
    return "".join(f" {each.text}" if each.after_space else each.text for each in glyphs).strip()


def _collect(text_page: Any, page: "PdfPage") -> tuple[list[Glyph], list[Glyph]]:
    import pypdfium2.raw as pdfium

    upright: list[Glyph] = []
    turned: list[Glyph] = []
    after_space = True
    reader = _Reader(text_page, page)
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        text = _character(pdfium.FPDFText_GetUnicode(text_page, index))
        if not text:
            continue
        if text.isspace():
            after_space = True
            continue
        glyph, is_turned = reader.glyph(index, text, after_space)
        after_space = False
        if not reader.shows(glyph):
            continue
        found = turned if is_turned else upright
        if found and _is_same_place(found[-1], glyph) and not glyph.after_space:
            found[-1].text += text
            continue
        glyph.order = len(found)
        found.append(glyph)
    return upright, turned


class _Reader:
    """Reads glyphs by their index, and turns their places as the page is turned."""

    def __init__(self, text_page: Any, page: "PdfPage") -> None:
        import ctypes

        import pypdfium2.raw as pdfium

        self._pdfium, self._text_page = pdfium, text_page
        self._box, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._rotation = page.get_rotation()
        self._left, self._bottom, self._right, self._top = page.get_bbox()

    def glyph(self, index: int, text: str, after_space: bool) -> tuple[Glyph, bool]:
        """The glyph at `index`, and whether its line is not level on the page."""
        pdfium, page, box, matrix = self._pdfium, self._text_page, self._box, self._matrix
        pdfium.FPDFText_GetLooseCharBox(page, index, box)
        pdfium.FPDFText_GetCharOrigin(page, index, self._x, self._y)
        pdfium.FPDFText_GetMatrix(page, index, matrix)
        size = pdfium.FPDFText_GetFontSize(page, index) * hypot(matrix.c, matrix.d)
        left, top = self._place(box.left, box.top)
        right, bottom = self._place(box.right, box.bottom)
        base = self._place(self._x.value, self._y.value)[1]
        if not _SIZES[0] < size < _SIZES[1]:
            size = abs(bottom - top)
        across, down = self._turn(matrix.a, -matrix.b, 0, 0)
        glyph = Glyph(text, min(left, right), max(left, right), base, size, 0, after_space)
        return glyph, across <= 0 or abs(down) > across / 4

    def _place(self, x: float, y: float) -> tuple[float, float]:
        """A place on the page as it is shown, from the top left."""
        width, height = self._right - self._left, self._top - self._bottom
        return self._turn(x - self._left, self._top - y, width, height)

    def _turn(self, x: float, y: float, width: float, height: float) -> tuple[float, float]:
        if self._rotation == 90:
            return height - y, x
        if self._rotation == 180:
            return width - x, height - y
        return (y, width - x) if self._rotation == 270 else (x, y)

    def shows(self, glyph: Glyph) -> bool:
        """Whether a glyph is within the page, and not in what its crop box cuts off."""
        width, height = self._right - self._left, self._top - self._bottom
        if self._rotation in (90, 270):
            width, height = height, width
        return glyph.right > -1 and glyph.left < width + 1 and -1 < glyph.base < height + 1


def _character(code: int) -> str:
    """The text of a character; empty for what has none."""
    text = chr(code) if 0 < code < 0x110000 else ""
    if text == _PDFIUM_CUT:
        return CUT
    if _PRESENTATION_FORM.match(text):
        return unicodedata.normalize("NFKC", text)
    return " " if text.isspace() else text if text >= " " else ""


def _is_same_place(before: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph is a further letter of the same ligature, or a mark on the same letter."""
    if unicodedata.combining(glyph.text[0]) and abs(before.base - glyph.base) < before.size:
        return glyph.left < before.right + before.size / 10 and glyph.right > before.left - 1
    return (
        abs(before.left - glyph.left) < 0.01
        and abs(before.right - glyph.right) < 0.01
        and abs(before.base - glyph.base) < 0.01
        and before.right > before.left
        and unicodedata.category(before.text[0]) not in ("Sk", "Lm")  # accents drawn apart
    )
