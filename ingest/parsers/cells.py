"""Rows of a sheet, from its cells by their places."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby, product

from ingest.parsers.tables import EMPTY, Cell, Row

_MOST_MERGED = 1_000_000
"""Places that the merged cells of a sheet may cover; a hostile one has billions."""

Place = tuple[int, int]
"""Row and column, counted from 1."""


def rows_of_cells(cells: dict[Place, Cell], merged: Iterable[tuple[Place, Place]]) -> Iterator[Row]:
    """The rows of a sheet; for several empty rows in succession there is one.

    `merged` has the first and the last place that each merged cell covers. What it shows is put
    into all of these that have a row.
    """
    _fill_merged(cells, merged)
    before = 0
    for number, group in groupby(sorted(cells), key=lambda place: place[0]):
        if number > before + 1:
            yield []
        before = number
        last = max(column for _, column in group)
        yield [cells.get((number, column), EMPTY) for column in range(1, last + 1)]


def _fill_merged(cells: dict[Place, Cell], merged: Iterable[tuple[Place, Place]]) -> None:
    rows = sorted({row for row, _ in cells})
    left_over = _MOST_MERGED
    for (top, left), (bottom, right) in merged:
        covered = rows[bisect_left(rows, top) : bisect_right(rows, bottom)]
        cell = cells.get((top, left))
        left_over -= len(covered) * (right - left + 1)
        if cell is None or left_over < 0:
            continue
        for place in product(covered, range(left, right + 1)):
            cells[place] = cell._replace(is_repeated=place[1] > left)
