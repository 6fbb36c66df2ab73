"""The glyphs of a page with their places, as PDFium gives them."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
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
_FIRST_COMBINING = "\u02ff"
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
    unicode = pdfium.FPDFText_GetUnicode
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        text = _character(unicode(text_page, index))
        if text == " ":
            after_space = True
        elif text:
            glyph = reader.glyph(index, text, after_space)
            after_space = False
            found = turned if reader.is_turned else upright
            if found and not glyph.after_space and _is_same_place(found[-1], glyph):
                found[-1].text += text
            elif reader.shows(glyph):
                glyph.order = len(found)
                found.append(glyph)
    return upright, turned


class _Reader:
    """Reads glyphs by their index, and turns their places as the page is turned."""

    def __init__(self, text_page: Any, page: "PdfPage") -> None:
        import ctypes

        import pypdfium2.raw as pdfium

        self._pdfium, self._text_page = pdfium, text_page
        self._box_of, self._origin_of = (
            pdfium.FPDFText_GetLooseCharBox,
            pdfium.FPDFText_GetCharOrigin,
        )
        self._box, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._rotation = page.get_rotation()
        self._left, bottom, right, self._top = page.get_bbox()
        self._width, self._height = right - self._left, self._top - bottom
        self._style: tuple[float, float] | None = None
        self._size = 0.0
        self.is_turned = False
        """Whether the line of the glyph last read is not level on the page."""

    def glyph(self, index: int, text: str, after_space: bool) -> Glyph:
        """The glyph at `index`."""
        box = self._box
        self._box_of(self._text_page, index, box)
        self._origin_of(self._text_page, index, self._x, self._y)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        x, y = self._x.value, self._y.value
        # A glyph as high above and as deep below its line as the last one has its size, too.
        style = (top - y, y - bottom)
        if style != self._style:
            self._read_style(index, top - bottom)
            self._style = style
        if self._rotation == 0:
            return Glyph(
                text,
                left - self._left,
                right - self._left,
                self._top - y,
                self._size,
                0,
                after_space,
            )
        one, other = self._place(left, top)[0], self._place(right, bottom)[0]
        base = self._place(x, y)[1]
        return Glyph(text, min(one, other), max(one, other), base, self._size, 0, after_space)

    def _read_style(self, index: int, height: float) -> None:
        """Read the size of a glyph, and whether it is turned."""
        matrix = self._matrix
        self._pdfium.FPDFText_GetMatrix(self._text_page, index, matrix)
        size = self._pdfium.FPDFText_GetFontSize(self._text_page, index)
        size *= hypot(matrix.c, matrix.d)
        self._size = size if _SIZES[0] < size < _SIZES[1] else height
        across, down = self._turn(matrix.a, -matrix.b, 0, 0)
        self.is_turned = across <= 0 or abs(down) > across / 4

    def _place(self, x: float, y: float) -> tuple[float, float]:
        """A place on the page as it is shown, from the top left."""
        return self._turn(x - self._left, self._top - y, self._width, self._height)

    def _turn(self, x: float, y: float, width: float, height: float) -> tuple[float, float]:
        if self._rotation == 90:
            return height - y, x
        if self._rotation == 180:
            return width - x, height - y
        return (y, width - x) if self._rotation == 270 else (x, y)

    def shows(self, glyph: Glyph) -> bool:
        """Whether a glyph is within the page, and not in what its crop box cuts off."""
        lies = self._rotation in (90, 270)
        width, height = (self._height, self._width) if lies else (self._width, self._height)
        return glyph.right > -1 and glyph.left < width + 1 and -1 < glyph.base < height + 1


@lru_cache(maxsize=4096)
def _character(code: int) -> str:
    """The text of a character, a space for any white space; empty for what has none."""
    text = chr(code) if 0 < code < 0x110000 else ""
    if text == _PDFIUM_CUT:
        return CUT
    if _PRESENTATION_FORM.match(text):
        return unicodedata.normalize("NFKC", text)
    return " " if text.isspace() else text if text >= " " else ""


def _is_same_place(before: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph is a further letter of the same ligature, or a mark on the same letter."""
    if glyph.text[0] > _FIRST_COMBINING and unicodedata.combining(glyph.text[0]):
        return (
            abs(before.base - glyph.base) < before.size
            and glyph.left < before.right + before.size / 10
            and glyph.right > before.left - 1
        )
    return (
        abs(before.left - glyph.left) < 0.01
        and abs(before.right - glyph.right) < 0.01
        and abs(before.base - glyph.base) < 0.01
        and before.right > before.left
        and unicodedata.category(before.text[0]) not in ("Sk", "Lm")  # accents drawn apart
    )
