"""The places of quoted words on a page of a PDF or an image."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from ingest.pages.errors import PageUnavailable
from ingest.pages.matching import Line, Place, find_words
from ingest.pages.original import Original
from ingest.pages.recognised import line_of
from ingest.parsers.pdf.fields import open_fields, read_fields
from ingest.parsers.pdf.glyphs import Glyph, read_glyphs
from ingest.parsers.pdf.levelling import Edges
from ingest.parsers.pdf.pdfium import PDFIUM
from ingest.parsers.pdf.recognition import RecognisedPage
from ingest.parsers.pdf.segments import lines_of

_NEAR = 1.5
"""Widest gap, in heights of a line, between two pieces of a line that are marked as one."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in shares of the page's width and height from its top left."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """The size of a page in points, and one box for each line of the words looked for."""

    width: float
    height: float
    boxes: tuple[Box, ...]


def find_quote(
    original: Original,
    page: int,
    text: str,
    start: int,
    end: int,
    recognised: RecognisedPage | None = None,
) -> MarkedPage:
    """The boxes of the words `text[start:end]` on a page, from 1.

    `text` is the text of the page as it is stored. White space, hyphens, other punctuation, case
    and accents need not agree. There is no box for words that are not found. `recognised` has what
    OCR finds on a scan, which is all that there is of an image.

    Raises:
        PageUnavailable: if there is no such page, or nothing is recognised in an image.
    """
    drawn: list[Line] = []
    if not original.is_image:
        width, height, drawn = _read(original, page)
    elif recognised:
        width, height = recognised.levelling.size
    else:
        raise PageUnavailable("undrawn")
    edges = _edges_of(drawn, recognised, text, start, end)
    boxes = (
        _in_shares(left / width, top / height, right / width, bottom / height)
        for left, top, right, bottom in edges
    )
    return MarkedPage(width, height, tuple(filter(None, boxes)))


def _edges_of(
    drawn: list[Line], recognised: RecognisedPage | None, text: str, start: int, end: int
) -> list[Edges]:
    """The edges of the words among the lines that are drawn as text and those recognised."""
    lines = drawn + [line_of(each) for each in recognised.lines] if recognised else drawn
    pieces = list(_pieces(lines, find_words(lines, text, start, end)))
    edges = _merged(piece for number, piece in pieces if number < len(drawn))
    if recognised:
        for piece in _merged(piece for number, piece in pieces if number >= len(drawn)):
            edges += recognised.levelling.on_page(piece)
    return edges


def _read(original: Original, page: int) -> tuple[float, float, list[Line]]:
    """Width and height of a page, in points, and its lines."""
    from pypdfium2 import PdfDocument, PdfiumError

    with PDFIUM:
        try:
            document = PdfDocument(original.path)
            open_fields(document)
            try:
                sheet = document[page - 1]
                width, height = sheet.get_size()
                upright, _ = read_glyphs(sheet)
                fields = [field.glyphs() for field in read_fields(sheet)]
            finally:
                document.close()  # closes its pages, too
        except (PdfiumError, OSError) as error:
            raise PageUnavailable("undrawn") from error
    if not (width > 0 and height > 0):
        raise PageUnavailable("undrawn")
    runs = [*lines_of(upright), *fields]
    lines = sorted(map(Line.of, runs), key=lambda line: (line.base, line.left))
    return width, height, lines


def _pieces(lines: Sequence[Line], places: Iterable[Place]) -> Iterator[tuple[int, Edges]]:
    """What is marked of each line, with its number; edges are in points."""
    for number, group in groupby(sorted(places), key=lambda place: place[0]):
        glyphs = [lines[number].glyphs[at] for _, at in group]
        yield number, _edges(glyphs)


def _edges(glyphs: Sequence[Glyph]) -> Edges:
    base, size = median(each.base for each in glyphs), median(each.size for each in glyphs)
    left, right = min(each.left for each in glyphs), max(each.right for each in glyphs)
    return left, base - 0.8 * size, right, base + 0.25 * size


def _merged(pieces: Iterable[Edges]) -> list[Edges]:
    """The pieces from top to bottom, those that stand side by side on a line as one."""
    merged: list[Edges] = []
    for piece in sorted(pieces, key=lambda edges: (round(edges[3]), edges[0])):
        if merged and _is_beside(merged[-1], piece):
            last = merged.pop()
            tops, bottoms = (last[1], piece[1]), (last[3], piece[3])
            piece = (last[0], min(tops), max(last[2], piece[2]), max(bottoms))
        merged.append(piece)
    return merged


def _is_beside(one: Edges, other: Edges) -> bool:
    height = max(one[3] - one[1], other[3] - other[1])
    return abs(one[3] - other[3]) < 0.3 * height and other[0] - one[2] < _NEAR * height


def _in_shares(left: float, top: float, right: float, bottom: float) -> Box | None:
    """The box within the page; None if nothing of it is."""
    left, top, right, bottom = (min(max(edge, 0.0), 1.0) for edge in (left, top, right, bottom))
    if left >= right or top >= bottom:
        return None
    return Box(*(round(edge, 4) for edge in (left, top, right - left, bottom - top)))
