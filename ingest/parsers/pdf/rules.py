"""Level lines that are drawn on a page, such as those between the rows of a table."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_THICKEST, _SHORTEST = 2.5, 20.0
_CORNERS = (4, 5)
"""Segments of the path of a rectangle, the last of which may be back to its beginning."""
_MOST = 20_000
"""Objects of a page that are looked at; a map may have millions."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A level line. Lengths are in points; y grows downwards from the top of the page."""

    left: float
    right: float
    y: float


def read_rules(page: "PdfPage") -> list[Rule]:
    """The level lines of a page, in the order of drawing; none where the page is turned."""
    return [] if page.get_rotation() else list(_rules(page))


def _rules(page: "PdfPage") -> Iterator[Rule]:
    import pypdfium2.raw as pdfium

    page_left, _, _, page_top = page.get_bbox()
    edges = [ctypes.c_float() for _ in range(4)]
    for index in islice(range(pdfium.FPDFPage_CountObjects(page)), _MOST):
        drawn = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        if pdfium.FPDFPageObj_GetBounds(drawn, *edges):
            left, bottom, right, top = (edge.value for edge in edges)
            if right - left < _SHORTEST:
                continue
            if top - bottom < _THICKEST:
                levels = [(top + bottom) / 2]
            else:
                levels = [top, bottom] if _is_box(drawn) else []
            for y in levels:
                yield Rule(left - page_left, right - page_left, page_top - y)


def _is_box(drawn: Any) -> bool:
    """Whether a path is a rectangle of which the edges are drawn, as around a cell."""
    import pypdfium2.raw as pdfium

    if pdfium.FPDFPath_CountSegments(drawn) not in _CORNERS:
        return False
    fill, is_drawn = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(drawn, fill, is_drawn) and is_drawn.value)
