"""Grids: tables whose rows are parted by level lines, so that a row may have several lines."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import regex

from ingest.parsers.pdf.gaps import merged
from ingest.parsers.pdf.glyphs import CUT
from ingest.parsers.pdf.rows import Row, rows_of
from ingest.parsers.pdf.rules import Rule
from ingest.parsers.pdf.segments import Segment
from ingest.parsers.pdf.tables import Cell, Table, are_markers, in_reading_order

_ACROSS = 0.8
"""Share of the width of a table over which the lines between its rows are drawn."""
_DOUBLE = 3.0
"""Distance, in points, of two lines that are drawn as one."""
_LEAST_ROWS = 3
_FILLED, _RULED_FILLED = 0.75, 0.5
"""Share of the rows that have several cells, at least, without lines between them and with."""
_MOST_LINES = 6
"""Lines of a row, in the middle of all rows; pages, too, are divided by lines, into stories."""
_FULL = 0.75
"""Share of the width of its column that a line fills at least if its text is wrapped there."""
_WORDS_OF_TEXT = 3
"""Words of a line at least if it is one of a wrapped text."""
_MISSING = 1.6
"""Distance of two lines of a cell, in usual ones, from which on there is a gap between them."""
_WIDER = 1.25
"""Distance of lines in two rows, in that of lines in a cell, from which on white parts rows."""
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


def white_levels(bands: Sequence[Sequence[Segment]]) -> list[float]:
    """The y of white that parts the rows of what may be a grid, wider than that between lines.

    `bands` have white across all columns between them. There are no levels where one kind of white
    is between all lines.
    """
    edges = [(min(each.base for each in band), max(each.base for each in band)) for band in bands]
    steps = [below[0] - above[1] for above, below in pairwise(edges)]
    within = [end - start for start, end in edges if end - start > bands[0][0].size]
    least = _WIDER * min([*steps, *within], default=0)
    inner = [
        (above[1] + below[0]) / 2
        for (above, below), step in zip(pairwise(edges), steps, strict=True)
        if step > least
    ]
    if len(inner) + 1 < _LEAST_ROWS:
        return []
    return [min(each.top for each in bands[0]), *inner, max(each.bottom for each in bands[-1])]


def grid_of(
    columns: Sequence[Sequence[Segment]], levels: Sequence[float], *, is_ruled: bool
) -> Table | None:
    """The table of some columns with a row between each two levels; None where they prove none.

    Where no lines are drawn at the levels (`is_ruled`), texts that are wrapped have to prove it.
    """
    columns = in_reading_order(columns)
    bands = [
        [rows_of([each for each in column if top < each.base < bottom]) for column in columns]
        for top, bottom in pairwise(levels)
    ]
    bands = [band for band in bands if any(band)]
    widths = [_width(column) for column in columns]
    is_list = not is_ruled and len(columns) == 2 and are_markers(columns[0])
    if len(columns) < 2 or is_list or not _is_grid(bands, widths, is_ruled=is_ruled):
        return None
    table = Table(bands, is_ruled=is_ruled)
    return replace(table, has_heads=_has_heads(table.rows))


def _width(column: Sequence[Segment]) -> float:
    return max(each.right for each in column) - min(each.left for each in column)


def _is_grid(bands: Sequence[Sequence[Cell]], widths: Sequence[float], *, is_ruled: bool) -> bool:
    """Whether there is one row between each two levels, and no text that is read down columns."""
    if len(bands) < _LEAST_ROWS or median(max(map(len, band)) for band in bands) > _MOST_LINES:
        return False
    several = [band for band in bands if any(len(cell) > 1 for cell in band)]
    filled = sum(len(list(filter(None, band))) > 1 for band in bands)
    across = sum(_goes_on_across(band, widths) for band in bands)
    wrapped = sum(_has_wrapped(band, widths) or (is_ruled and _is_uneven(band)) for band in several)
    return (
        (is_ruled or bool(several))
        and filled > (_RULED_FILLED if is_ruled else _FILLED) * len(bands)
        and 2 * across < len(bands)
        and 2 * wrapped >= len(several)
        and not any(map(_is_of_several_rows, several))
    )


def _is_uneven(band: Sequence[Cell]) -> bool:
    """Whether cells have unlike numbers of lines, so that these are no rows of their own."""
    return len({len(cell) for cell in band if cell}) > 1


def _has_wrapped(band: Sequence[Cell], widths: Sequence[float]) -> bool:
    """Whether one of the cells has a text that is wrapped."""
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


def _is_of_several_rows(band: Sequence[Cell]) -> bool:
    """Whether the lines of a cell are values of several rows: numbers, or with one missing."""
    cells = [cell for cell in band if len(cell) > 1]
    steps = [below.base - row.base for cell in cells for row, below in pairwise(cell)]
    has_gap = bool(steps) and max(steps) > _MISSING * min(steps)
    return has_gap or any(all(_NUMBER.match(row.text) for row in cell) for cell in cells)


def _goes_on_across(band: Sequence[Cell], widths: Sequence[float]) -> bool:
    """Whether a text goes on from the end of a column to the top of the next, as no cell does."""
    return any(
        _STARTS_LOW.match(other[0].text) is not None
        and len(cell) > 1
        and not _ENDS.search(cell[-1].text)
        and cell[-1].right - cell[-1].left > _FULL * width
        for (cell, other), width in zip(pairwise(band), widths, strict=False)
        if cell and other
    )


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
