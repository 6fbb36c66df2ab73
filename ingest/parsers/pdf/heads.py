"""Heads of the columns of a table: its first lines, where something tells them from its rows."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import regex

from ingest.parsers.pdf.gaps import Span, overlap
from ingest.parsers.pdf.paragraphs import join
from ingest.parsers.pdf.rows import Row
from ingest.parsers.pdf.rules import Rule
from ingest.parsers.pdf.segments import Segment
from ingest.parsers.pdf.tables import Cell, Table
from ingest.parsers.tables import are_heads, can_be_head

_RULED = 0.6
"""Share of the width of a table over which a rule runs that parts its rows."""
_FEW = 0.34
"""Share of the other rows, or of their cells, that may be as the heads are; where more are, a rule
or a style tells nothing."""
_LEAST_ROWS = 3
"""Rows of a table, heads among them, whose heads are told by a rule or a style."""
_LEAST_APART = 4
"""The same where heads are told by the white below them, and the columns of such a table."""
_LEAST_COLUMNS = 3
_WIDER = 1.3
"""Distance of the heads from the rows below, in that of these rows, if it tells them."""
_TIGHT = 0.9
"""Distance of the lines of a head, in that of rows, if it shows that they are lines of one."""
_MOST_LINES = 4
_COMPARED, _MOST_COMPARED = 12, 500
"""Rows, and lines in their cells, of which the styles are compared."""
_ALIGNED = 2.0
"""Distance of edges, in points, that are one below the other."""
_ENDS = regex.compile(r"[.!?…;。！？]$")

Styles = Callable[[Sequence[Segment]], Sequence[str]]
"""Gives the style of each of some segments, or none at all."""


class Heads(NamedTuple):
    """The heads of the columns, and the rows of the table that have them."""

    names: list[str]
    first: int
    """Number of the first of these rows; those before are titles."""
    end: int
    """Number of the first row of the table itself."""
    is_drawn: bool
    """Whether a rule, a style or white shows them, and not the values below alone."""


def heads_of(table: Table, rules: Sequence[Rule], styles: Styles) -> Heads | None:
    """The heads of a table; None where nothing shows them."""
    rows = table.rows
    first = _first(table)
    if table.has_heads:
        return Heads(rows[first], first, first + 1, is_drawn=True)
    all_ends = list(_ends(table, first))
    ends = [end for end in all_ends if _are_lines_of_heads(table, first, end)]
    drawn = (
        _ruled_end(table, first, ends, rules)
        or _styled_end(table, first, all_ends, styles)
        or _end_above_white(table, first, ends)
    )
    if drawn:
        return Heads(_names(table, first, drawn), first, drawn, is_drawn=True)
    for end in ends:
        names = _names(table, first, end)
        if are_heads([names, *rows[end:]]):
            return Heads(names, first, end, is_drawn=False)
    return None


def spans_of(table: Table, first: int = 0) -> list[Span]:
    """The ranges of x that the columns cover, from the row `first` on; empty ones are (0, 0)."""
    columns = zip(*table.cells[first:], strict=True)
    lines = [[line for cell in column for line in cell] for column in columns]
    return [
        (min(line.left for line in column), max(line.right for line in column))
        if column
        else (0.0, 0.0)
        for column in lines
    ]


def _first(table: Table) -> int:
    """The number of the first row of several cells, or of a line above several columns."""
    first = next((at for at, row in enumerate(table.rows) if sum(map(bool, row)) > 1), 0)
    spans = spans_of(table, first)
    while first:
        ((column, (line, *_)),) = (
            (at, cell) for at, cell in enumerate(table.cells[first - 1]) if cell
        )
        if not column or len(_below(line, column, table.cells[first - 1], spans)) < 2:
            break
        first -= 1
    return first


def _ends(table: Table, first: int) -> Iterator[int]:
    """The numbers of the rows before which heads may end that begin with the row `first`."""
    for at in range(first, min(first + _MOST_LINES, len(table.rows) - 1)):
        cells = [cell for cell in table.rows[at] if cell]
        if not all(can_be_head(cell) and not _ENDS.search(cell) for cell in cells):
            return
        is_title = at > first and len(cells) == 1 and table.rows[at][0]
        if is_title and not _is_tight(table, at):
            return
        yield at + 1


def _steps(table: Table, first: int = 0) -> list[float]:
    """The distance of each row, from the one after `first` on, from the row above it."""
    return [below[0] - above[1] for above, below in pairwise(table.lines[first:])]


def _is_tight(table: Table, at: int) -> bool:
    """Whether a row stands nearer to the one above than rows of this table do."""
    step = table.lines[at][0] - table.lines[at - 1][1]
    return step < _TIGHT * median(_steps(table))


def _are_lines_of_heads(table: Table, first: int, end: int) -> bool:
    """Whether rows complete each other, as a row of values and the heads above it do not."""
    return all(
        not (table.rows[at][0] and table.rows[at - 1][0]) or _is_tight(table, at)
        for at in range(first + 1, end)
    )


def _ruled_end(table: Table, first: int, ends: Sequence[int], rules: Sequence[Rule]) -> int | None:
    """Where a rule parts the heads from the rows below, of which few are parted too."""
    count = len(table.rows)
    if not rules or count - first < _LEAST_ROWS:
        return None
    spans = [span for span in spans_of(table) if span[1] > span[0]]
    width = (min(left for left, _ in spans), max(right for _, right in spans))
    ruled = [_is_ruled(above[1], below[0], width, rules) for above, below in pairwise(table.lines)]
    end = next((end for end in ends if ruled[end - 1]), None)
    return end if end and sum(ruled[end:]) <= _FEW * len(ruled[end:]) else None


def _is_ruled(above: float, below: float, width: Span, rules: Sequence[Rule]) -> bool:
    """Whether a rule, drawn in one or several parts, runs over the `width` between two lines."""
    left, right = width
    drawn: dict[int, int] = {}
    for rule in rules:
        if above < rule.y < below:
            part = round(min(rule.right, right) - max(rule.left, left))
            drawn[round(rule.y)] = drawn.get(round(rule.y), 0) + part
    return max(drawn.values(), default=0) > _RULED * (right - left)


def _styled_end(table: Table, first: int, ends: Sequence[int], styles: Styles) -> int | None:
    """Where rows end that are set in another style than the values below them."""
    if not ends or len(table.rows) - first < _LEAST_ROWS:
        return None
    cells = [
        (number, column, line.segments[0])
        for number, row in enumerate(table.cells[first : first + _COMPARED], first)
        for column, cell in enumerate(row)
        for line in cell
    ][:_MOST_COMPARED]
    found = styles([segment for _, _, segment in cells])
    styled = [
        (number, column, (style, round(segment.size)))
        for (number, column, segment), style in zip(cells, found, strict=False)
    ]
    for end in reversed(ends):
        heads = {style for number, _, style in styled if number < end}
        values = [style in heads for number, column, style in styled if number >= end and column]
        if values and all(name for name, _ in heads) and sum(values) <= _FEW * len(values):
            return end
    return None


def _end_above_white(table: Table, first: int, ends: Sequence[int]) -> int | None:
    """Where the white below heads is wider than any below other rows."""
    steps = _steps(table, first)
    if len(table.rows) - first < _LEAST_APART or len(table.rows[0]) < _LEAST_COLUMNS:
        return None
    for end in ends:
        others = steps[: end - first - 1] + steps[end - first :]
        is_full = all(_names(table, first, end)[1:])
        if is_full and steps[end - first - 1] > _WIDER * max(others):
            return end
    return None


def _names(table: Table, first: int, end: int) -> list[str]:
    """The head of each column, from the lines of the rows; one that stands above several is in
    the heads of all of them."""
    names = [""] * len(table.cells[first])
    for at in range(first, end):
        row = table.cells[at]
        is_last = at == end - 1
        spans = spans_of(table, end if is_last else end - 1)
        for column, cell in enumerate(row):
            for line in cell:
                below = _below(line, column, row, spans)
                if not is_last and below == [column]:
                    below = _beside(line, column, row, spans)
                for each in below:
                    names[each] = join(names[each], line.text) if names[each] else line.text
    return names


def _below(line: Row, column: int, row: Sequence[Cell], spans: Sequence[Span]) -> list[int]:
    """The column of a line of a head, with those over which it reaches and that have none here."""
    return [
        at
        for at, span in enumerate(spans)
        if at == column or (not row[at] and overlap((line.left, line.right), span))
    ]


def _beside(line: Row, column: int, row: Sequence[Cell], spans: Sequence[Span]) -> list[int]:
    """The column of a line of a head, with the next one if it stands above the middle of both."""
    left, right = spans[column]
    middles = (line.left + line.right) / 2, (left + right) / 2
    edges = (line.left - left, line.right - right, middles[0] - middles[1])
    step = 1 if (middles[0] > middles[1]) == (spans[-1] > spans[0]) else -1
    beside = column + step
    is_shared = (
        column > 0
        and 0 < beside < len(row)
        and not row[beside]
        and spans[beside][1] > 0
        and min(map(abs, edges)) > _ALIGNED
    )
    return sorted([column, beside]) if is_shared else [column]
