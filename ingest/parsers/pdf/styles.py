"""Styles of letters on a page: fonts and colours, which tell the heads of a table."""

import ctypes
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import regex

from ingest.parsers.pdf.segments import Segment

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_LONGEST_NAME = 200  # bytes
_SUBSET = regex.compile(r"[A-Z]{6}\+")
"""Prefix of the name of a font of which a file holds a part only."""


def read_styles(page: "PdfPage", segments: Sequence[Segment]) -> list[str]:
    """The style of the first letter of each segment: the name of its font, its weight and colour.

    It is empty where it is not known; there are none where the page is turned.
    """
    if page.get_rotation():
        return []
    text_page = page.get_textpage()
    try:
        return list(_styles(text_page.raw, page, segments))
    finally:
        text_page.close()


def _styles(text_page: Any, page: "PdfPage", segments: Sequence[Segment]) -> Iterator[str]:
    import pypdfium2.raw as pdfium

    left, _, _, top = page.get_bbox()
    for segment in segments:
        x, y = left + segment.left + segment.size / 5, top - segment.base + segment.size / 4
        near = segment.size / 4
        index = pdfium.FPDFText_GetCharIndexAtPos(text_page, x, y, near, near)
        yield _style(text_page, index) if index >= 0 else ""


def _style(text_page: Any, index: int) -> str:
    import pypdfium2.raw as pdfium

    name = ctypes.create_string_buffer(_LONGEST_NAME)
    pdfium.FPDFText_GetFontInfo(text_page, index, name, _LONGEST_NAME, ctypes.c_int())
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFText_GetFillColor(text_page, index, red, green, blue, alpha)
    font = _SUBSET.sub("", name.value.decode("utf-8", "replace"))
    weight = pdfium.FPDFText_GetFontWeight(text_page, index)
    return f"{font} {weight} {red.value},{green.value},{blue.value}"
