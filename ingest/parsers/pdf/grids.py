"""Grids: tables whose rows are parted by level lines, so that a row may have several lines."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import regex

from ingest.parsers.pdf.glyphs import CUT
from ingest.parsers.pdf.paragraphs import join
from ingest.parsers.pdf.rows import Row, rows_of
from ingest.parsers.pdf.rules import Rule
from ingest.parsers.pdf.segments import Segment
from ingest.parsers.pdf.tables import Table

Span = tuple[float, float]
_Cell = list[Row]

_ACROSS = 0.8
"""Share of the width of a table over which the lines between its rows are drawn."""
_DOUBLE = 3.0
"""Distance, in points, of two lines that are drawn as one."""
_LEAST_ROWS = 3
_MOST_LINES = 6
"""Lines of a row, in the middle of all rows; pages, too, are divided by lines, into stories."""
_FULL = 0.75
"""Share of the width of its column that a line fills at least if its text is wrapped there."""
_WORDS_OF_TEXT = 3
"""Words of a line at least if it is one of a wrapped text."""
_MISSING = 1.6
"""Distance of two lines of a cell, in usual ones, from which on there is a gap between them."""
_LONGEST_HEAD = 5  # words
_STARTS_LOW = regex.compile(r"[\p{Ps}\p{Pi}\"'’]*\p{Ll}")
_NUMBER = regex.compile(r"[\p{Sc}+\-−–(]*\s*\d")
_ENDS = regex.compile(r"[.!?…;:。！？]$")
_LEAST_COLUMNS = 3
"""Columns of a grid of which the first row is taken for heads, as it is in a sheet."""


def levels_of(segments: Sequence[Segment], rules: Sequence[Rule]) -> list[float]:
    """The y of the lines that part the rows of what may be a grid, first and last around it."""
    left, right = min(each.left for each in segments), max(each.right for each in segments)
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda each: each.y):
        if min(rule.right, right) <= max(rule.left, left):
            continue
        if groups and rule.y - groups[-1][-1].y < _DOUBLE:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    least = _ACROSS * (right - left)
    return [group[0].y for group in groups if _length(group, left, right) > least]


def _length(group: Sequence[Rule], left: float, right: float) -> float:
    spans = [(max(rule.left, left), min(rule.right, right)) for rule in group]
    return sum(end - start for start, end in merged(spans))


def merged(spans: Sequence[Span]) -> list[Span]:
    """The same ranges, from left to right, with those that overlap as one."""
    covered: list[Span] = []
    for left, right in sorted(spans):
        if covered and left <= covered[-1][1]:
            covered[-1] = (covered[-1][0], max(covered[-1][1], right))
        else:
            covered.append((left, right))
    return covered


def grid_of(columns: Sequence[Sequence[Segment]], levels: Sequence[float]) -> Table | None:
    """The table of some columns with a row between each two levels; None where they prove none."""
    bands = [
        [rows_of([each for each in column if top < each.base < bottom]) for column in columns]
        for top, bottom in pairwise(levels)
    ]
    bands = [band for band in bands if any(band)]
    widths = [_width(column) for column in columns]
    if len(columns) < 2 or not _is_grid(bands, widths):
        return None
    rows = [[_text(cell) for cell in band] for band in bands]
    bases = [[row.base for cell in band for row in cell] for band in bands]
    return Table(
        rows,
        [segment for column in columns for segment in column],
        [(min(each), max(each)) for each in bases],
        has_heads=_has_heads(rows),
    )


def _width(column: Sequence[Segment]) -> float:
    return max(each.right for each in column) - min(each.left for each in column)


def _is_grid(bands: Sequence[Sequence[_Cell]], widths: Sequence[float]) -> bool:
    """Whether there is one row between each two levels, and no text that is read down columns."""
    if len(bands) < _LEAST_ROWS or median(max(map(len, band)) for band in bands) > _MOST_LINES:
        return False
    several = [band for band in bands if any(len(cell) > 1 for cell in band)]
    filled = sum(len(list(filter(None, band))) > 1 for band in bands)
    across = sum(_goes_on_across(band, widths) for band in bands)
    wrapped = sum(_is_one_row(band, widths) for band in several)
    return (
        2 * filled > len(bands)
        and 2 * across < len(bands)
        and 2 * wrapped >= len(several)
        and not any(map(_is_of_several_rows, several))
    )


def _is_one_row(band: Sequence[_Cell], widths: Sequence[float]) -> bool:
    """Whether cells have unlike numbers of lines, or one of them has a text that is wrapped."""
    if len({len(cell) for cell in band if cell}) > 1:
        return True
    return any(
        _is_wrapped(row, below, width)
        for cell, width in zip(band, widths, strict=True)
        for row, below in pairwise(cell)
    )


def _is_wrapped(row: Row, below: Row, width: float) -> bool:
    if row.text.endswith((CUT, "-")):
        return True
    is_full = row.right - row.left > _FULL * width and len(row.text.split()) >= _WORDS_OF_TEXT
    return is_full and _STARTS_LOW.match(below.text) is not None


def _is_of_several_rows(band: Sequence[_Cell]) -> bool:
    """Whether the lines of a cell are values of several rows: numbers, or with one missing."""
    cells = [cell for cell in band if len(cell) > 1]
    steps = [below.base - row.base for cell in cells for row, below in pairwise(cell)]
    has_gap = bool(steps) and max(steps) > _MISSING * min(steps)
    return has_gap or any(all(_NUMBER.match(row.text) for row in cell) for cell in cells)


def _goes_on_across(band: Sequence[_Cell], widths: Sequence[float]) -> bool:
    """Whether a text goes on from the end of a column to the top of the next, as no cell does."""
    return any(
        _STARTS_LOW.match(other[0].text) is not None
        and len(cell) > 1
        and not _ENDS.search(cell[-1].text)
        and cell[-1].right - cell[-1].left > _FULL * width
        for (cell, other), width in zip(pairwise(band), widths, strict=False)
        if cell and other
    )


def _text(cell: _Cell) -> str:
    text = ""
    for row in cell:
        text = join(text, row.text) if text else row.text
    return text


def _has_heads(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row of several cells names columns: short words in each, all different."""
    first = next((row for row in rows if len(list(filter(None, row))) > 1), rows[0])
    return (
        len(first) >= _LEAST_COLUMNS
        and all(first)
        and len(set(first)) == len(first)
        and all(len(cell.split()) <= _LONGEST_HEAD and not _ENDS.search(cell) for cell in first)
        and not any(character.isdigit() for cell in first for character in cell)
    )
