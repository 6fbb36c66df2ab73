"""Tables in a part of a page, and what stands above and below them."""

from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from ingest.parsers.pdf.gaps import cut_at, gaps_of
from ingest.parsers.pdf.grids import grid_of, levels_of, white_levels
from ingest.parsers.pdf.rules import Rule
from ingest.parsers.pdf.segments import Segment
from ingest.parsers.pdf.tables import Table, starts_low, table_of

_AROUND_TABLE = 20
"""Lines above and below a table that may be taken for its own at first."""
_MOST_HEADS = 3
"""Lines above the first one that is divided into all columns that may be heads of several."""
_NEAR = 1.8
"""Distance of such a line from the next, in sizes of its font, at most."""
_LINE = 1.5
"""The same of a further line of a cell."""
_LONGEST_HEAD = 6  # words

Bands = Sequence[list[Segment]]
"""Segments in groups, from top to bottom, with white across all columns between them."""


def joined(bands: Bands) -> list[Segment]:
    """The segments of all groups, in order."""
    return [segment for band in bands for segment in band]


class Area(NamedTuple):
    """A table and what stands around it."""

    above: list[Segment]
    table: Table
    below: list[Segment]


def ruled_area(segments: Sequence[Segment], rules: Sequence[Rule]) -> Area | None:
    """A table whose rows are parted by rules."""
    levels = levels_of(segments, rules)
    inner = [each for each in segments if levels and levels[0] < each.base < levels[-1]]
    if not inner:
        return None
    table = grid_of(cut_at(gaps_of(inner), inner), levels, is_ruled=True)
    above = [each for each in segments if each.base <= levels[0]]
    below = [each for each in segments if each.base >= levels[-1]]
    return Area(above, table, below) if table else None


def parted_area(bands: Bands) -> Area | None:
    """A table of rows of several lines, which are parted by white."""
    if not white_levels(bands):
        return None
    first, last = _rows_of_table(bands)
    inner = joined(bands[first:last])
    columns = cut_at(gaps_of(inner), inner)
    table = grid_of(columns, white_levels(bands[first:last]), is_ruled=False)
    return Area(joined(bands[:first]), table, joined(bands[last:])) if table else None


def table_area(bands: Bands) -> Area | None:
    """A table of rows of one line, most of them; None where lines hold little."""
    first, last = _rows_of_table(bands)
    gaps = gaps_of(joined(bands[first:last]))
    start = first - _lines_of_heads(bands, first, gaps[0][1] if gaps else 0)
    columns = cut_at(gaps, joined(bands[first:last]))
    for head in joined(bands[start:first]):
        # One that stands above several columns begins, or ends, anywhere.
        middle = (head.left + head.right) / 2
        columns[sum(middle > sum(gap) / 2 for gap in gaps)].append(head)
    table = table_of(columns)
    return Area(joined(bands[:start]), table, joined(bands[last:])) if table else None


def _rows_of_table(bands: Bands) -> tuple[int, int]:
    """The first band of a table and the one after its last: those that most gaps divide."""

    def gaps(first: int, last: int) -> int:
        return len(gaps_of(joined(bands[first:last])))

    first, last = 0, len(bands)
    if last > 2:
        starts = range(min(last - 2, _AROUND_TABLE) + 1)
        first = max(starts, key=lambda start: (gaps(start, last), -start))
        ends = range(last, max(first + 1, last - 1 - _AROUND_TABLE), -1)
        last = max(ends, key=lambda end: (gaps(first, end), end))
    while last - first > 1 and len(bands[first]) == 1:
        first += 1
    end = last
    while end - first > 1 and len(bands[end - 1]) == 1:
        end -= 1
    return first, end + _further_lines(bands[end - 1 : last])


def _further_lines(bands: Bands) -> int:
    """How many bands of one segment go on with a cell of the band above."""
    first, *others = sorted(round(each.left) for each in bands[0])

    def goes_on(pair: tuple[list[Segment], list[Segment]]) -> bool:
        above, (line,) = pair
        left = round(line.left)
        is_below = left in others or (left == first and starts_low(line.text))
        return is_below and line.base - max(each.base for each in above) < _LINE * line.size

    return len(list(takewhile(goes_on, pairwise(bands))))


def _lines_of_heads(bands: Bands, first: int, second_column: float) -> int:
    """How many bands above a table have heads that stand above several of its columns.

    They are short and near; one alone stands right of the first column, before `second_column`.
    """
    right = max(each.right for each in bands[first])
    count = 0
    for band, below in zip(bands[first - 1 :: -1], bands[first::-1], strict=False):
        base = min(each.base for each in below)
        is_head = all(
            (each.left > second_column - each.size or len(band) > 1)
            and each.right < right + each.size
            and len(each.text.split()) <= _LONGEST_HEAD
            and base - each.base < _NEAR * each.size
            for each in band
        )
        if count in (first, _MOST_HEADS) or not is_head:
            break
        count += 1
    return count
