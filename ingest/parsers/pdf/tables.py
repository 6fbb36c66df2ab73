"""Tables: columns whose cells stand in rows, told from columns of running text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import mean, median

import regex

from ingest.chunking.blocks import UNSPACED
from ingest.parsers.pdf.glyphs import CUT
from ingest.parsers.pdf.paragraphs import join
from ingest.parsers.pdf.right_to_left import is_right_to_left
from ingest.parsers.pdf.rows import Row, rows_of
from ingest.parsers.pdf.segments import Segment

_WORDS_OF_PROSE = 3.5
"""Words in a line of running text, on average; fewer where other signs are there."""
_FEW_WORDS = 1.8
_FILLED = 0.62
"""Share of the width of a column that lines of running text fill, on average."""
_WELL_FILLED = 0.8
_GOING_ON = 0.4
"""Share of lines that go on in the next, in running text of a few words a line."""
_FEW_GOING_ON = 0.3
"""The same in each of several columns, if their lines are no rows of a table."""
_MOSTLY = 0.75
_LEAST_NAMES = 6
"""Lines of which none goes on in the next, if they are names or the like and no text."""
_FEW_MARKS = 0.1
"""Share of such lines that may have a mark, as an abbreviation has."""
_MARK = regex.compile(r"[.,;:!?…،؛؟。、，！？।]")
_MARK_AT_END = regex.compile(rf"{_MARK.pattern}[\p{{Pf}}\p{{Pe}}\"'’]*$")
_STARTS_LOW = regex.compile(r"[\p{Ps}\p{Pi}\"'’]*\p{Ll}")
_FIGURE = regex.compile(r"[\p{Sc}+−-]?\d")
_WIDE = regex.compile(UNSPACED)
_BARE = regex.compile(r"\d{1,4}$")
_LEAST_NUMBERS = 5
_MARKERS = regex.compile(
    r"(?:[-–—•▪◦‣*·□]|[(\[]?(?:\d{1,3}|\p{L}|[ivxIVX]{1,5})[.)\]]|\d{1,3}(?:\.\d{1,2}){0,3})$"
)
_LEADERS = regex.compile(r"(?:\s*[.…·]){4,}\s*$")
"""Dots that lead from the title of a chapter to its page."""

Cell = list[Row]
"""The lines of a cell, from top to bottom."""


@dataclass(frozen=True)
class Table:
    """Cells in rows, in the order in which they are read; one without lines is empty."""

    cells: list[list[Cell]]
    has_heads: bool = False
    """Whether its cells show that the first row has the heads of the columns."""
    is_ruled: bool = False
    """Whether lines are drawn between its rows."""

    @cached_property
    def rows(self) -> list[list[str]]:
        """The texts of the cells of each row."""
        return [[_text(cell) for cell in row] for row in self.cells]

    @cached_property
    def lines(self) -> list[tuple[float, float]]:
        """y of the first and of the last line of each row."""
        bases = [[line.base for cell in row for line in cell] for row in self.cells]
        return [(min(each), max(each)) for each in bases]

    @cached_property
    def size(self) -> float:
        """Size of its font."""
        return median(line.size for row in self.cells for cell in row for line in cell)


def _text(cell: Cell) -> str:
    text = ""
    for line in cell:
        text = join(text, line.text) if text else line.text
    whole: str = _LEADERS.sub("", f"{text[:-1]}-" if text.endswith(CUT) else text)
    return whole


def in_reading_order(columns: Sequence[Sequence[Segment]]) -> list[Sequence[Segment]]:
    """Columns given from left to right in the order in which they are read."""
    text = "".join(segment.text for column in columns for segment in column)
    return list(reversed(columns)) if is_right_to_left(text) else list(columns)


def is_table(columns: Sequence[Sequence[Segment]]) -> bool:
    """Whether columns are read across: their lines stand beside each other and are no prose."""
    rows = [rows_of(column) for column in columns]
    if all(_share_going_on(column) > _FEW_GOING_ON for column in rows):
        return False
    proses = list(map(is_prose, rows))
    if len(columns) == 2 and any(proses) and not all(proses):
        short = columns[proses.index(False)]
        return _beside(short, columns[proses.index(True)]) > 0.8
    of_prose = sum(len(column) for column, prose in zip(columns, proses, strict=True) if prose)
    return of_prose < _MOSTLY * sum(map(len, columns))


def are_all_prose(columns: Sequence[Sequence[Segment]]) -> bool:
    """Whether all columns hold running text."""
    return all(is_prose(rows_of(column)) for column in columns)


def is_prose(rows: Sequence[Row]) -> bool:
    """Whether the lines of a column are those of running text."""
    if len(rows) < 2:
        return False
    texts = [row.text for row in rows]
    letters = sum(len(regex.findall(r"\p{L}", text)) for text in texts)
    if letters < 0.6 * sum(len(text.replace(" ", "")) for text in texts):
        return False
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    filled = mean((row.right - row.left) / (right - left or 1) for row in rows)
    words = mean(len(text.split()) + len(_WIDE.findall(text)) / 3 for text in texts)
    going_on = _share_going_on(rows)
    return filled > _FILLED and (
        words > _WORDS_OF_PROSE
        or (words > _FEW_WORDS and going_on > _GOING_ON)
        or (words > _FEW_WORDS and filled > _WELL_FILLED and not _are_names(texts))
    )


def _share_going_on(rows: Sequence[Row]) -> float:
    """Share of lines that go on in the next: it begins with a small letter, or a word is cut."""
    pairs = [
        starts_low(below.text) or row.text.endswith((CUT, "-")) for row, below in pairwise(rows)
    ]
    return mean(pairs) if pairs else 0.0


def _are_names(texts: Sequence[str]) -> bool:
    """Whether many lines begin and end as none of running text does: no sentence goes on."""
    has_case = any(map(str.islower, "".join(texts)))
    mark = _MARK_AT_END if has_case else _MARK
    return (
        len(texts) >= _LEAST_NAMES
        and not any(starts_low(text) or text.endswith((CUT, "-")) for text in texts)
        and sum(mark.search(text) is not None for text in texts) <= _FEW_MARKS * len(texts)
    )


def _beside(some: Sequence[Segment], others: Sequence[Segment]) -> float:
    """Share of the lines `some` that stand beside one of the `others`."""
    bases = sorted(segment.base for segment in others)
    found = sum(any(abs(base - each.base) < 0.3 * each.size for base in bases) for each in some)
    return found / len(some)


def are_line_numbers(column: Sequence[Segment]) -> bool:
    """Whether a column holds the numbers of the lines beside it: figures that count evenly."""
    if len(column) < _LEAST_NUMBERS or not all(_BARE.match(each.text) for each in column):
        return False
    numbers = [int(each.text) for each in sorted(column, key=lambda each: each.base)]
    steps = {after - before for before, after in pairwise(numbers)}
    return steps in ({1}, {5}, {10})


def starts_low(text: str) -> bool:
    """Whether a text begins with a small letter, as what goes on does."""
    return _STARTS_LOW.match(text) is not None


def are_markers(column: Sequence[Segment]) -> bool:
    """Whether a column holds the bullets or numbers of a list and nothing else."""
    return all(_MARKERS.match(segment.text) for segment in column)


def table_of(columns: Sequence[Sequence[Segment]]) -> Table | None:
    """The table of some columns; None where columns hold little, or the markers of a list."""
    columns = in_reading_order(columns)
    if len(columns) == 2 and are_markers(columns[0]):
        return None
    segments = [segment for column in columns for segment in column]
    places = {id(each): place for place, column in enumerate(columns) for each in column}
    rows: list[list[Cell]] = []
    for row in rows_of(segments):
        line = _cells(row, places, len(columns))
        if rows and _continues(rows[-1], line):
            rows[-1] = [above + cell for above, cell in zip(rows[-1], line, strict=True)]
        else:
            rows.append(line)
    filled = sum(len(list(filter(None, cells))) > 1 for cells in rows)
    return Table(rows) if 2 * filled > len(rows) else None


def _cells(row: Row, places: Mapping[int, int], count: int) -> list[Cell]:
    """The cells of a row of one line."""
    parts: list[list[Segment]] = [[] for _ in range(count)]
    for segment in row.segments:
        parts[places[id(segment)]].append(segment)
    return [[Row(tuple(part))] if part else [] for part in parts]


def _continues(above: Sequence[Cell], line: Sequence[Cell]) -> bool:
    """Whether a row holds further lines of the cells above it, and no row of its own."""
    filled = [cell[0].text for cell in line if cell]
    if line[0]:
        return len(filled) == 1 and starts_low(filled[0])
    if len(filled) > 1 and any(_FIGURE.match(text) for text in filled):
        return False
    return all(before or not cell for before, cell in zip(above, line, strict=True))
