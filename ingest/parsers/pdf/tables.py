"""Tables: columns whose cells stand in rows, told from columns of running text."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean, median

import regex

from ingest.chunking.blocks import UNSPACED
from ingest.parsers.pdf.glyphs import CUT
from ingest.parsers.pdf.paragraphs import Paragraph
from ingest.parsers.pdf.rows import Row, rows_of
from ingest.parsers.pdf.rules import Rule
from ingest.parsers.pdf.segments import Segment
from ingest.parsers.tables import table_lines

_WORDS_OF_PROSE = 3.5
"""Words in a line of running text, on average; fewer where other signs are there."""
_FEW_WORDS = 1.8
_FILLED = 0.62
"""Share of the width of a column that lines of running text fill, on average."""
_WELL_FILLED = 0.8
_GOING_ON = 0.4
"""Share of lines that go on in the next: it begins with a small letter, or a word is cut."""
_MOSTLY = 0.75
_RULED = 0.6
"""Share of the width of a table over which a rule runs that parts its rows."""
_FEW_RULED = 0.34
"""Share of the other rows that may be parted too; where all are, a rule tells nothing."""
_LEAST_RULED = 3
"""Rows of a table whose heads are told by a rule."""
_STARTS_LOW = regex.compile(r"[\p{Ps}\p{Pi}\"'’]*\p{Ll}")
_FIGURE = regex.compile(r"[\p{Sc}+−-]?\d")
_WIDE = regex.compile(UNSPACED)
_BARE = regex.compile(r"\d{1,4}$")
_LEAST_NUMBERS = 5
_MARKERS = regex.compile(r"(?:[-–—•▪◦‣*·□]|[(\[]?(?:\d{1,3}|\p{L}|[ivxIVX]{1,5})[.)\]]|\d{1,3})$")


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in rows; a cell without text is empty."""

    rows: list[list[str]]
    segments: list[Segment]
    lines: list[tuple[float, float]]
    """y of the first and of the last line of each row."""
    has_heads: bool = False
    """Whether its cells show that the first row has the heads of the columns."""

    def paragraph(self, rules: Sequence[Rule] = ()) -> Paragraph:
        """Its rows as lines of text; `rules` are the level lines of its page."""
        lines = table_lines(self.rows, self.has_heads or self._is_headed(rules))
        size = median(segment.size for segment in self.segments)
        return Paragraph("\n".join(lines), size, len(lines), indented=False, full=False)

    def _is_headed(self, rules: Sequence[Rule]) -> bool:
        """Whether a rule parts the first row of several cells from those below, and few others."""
        count = len(self.rows)
        first = next(
            (at for at, row in enumerate(self.rows) if len(list(filter(None, row))) > 1), 0
        )
        if not rules or count - first < _LEAST_RULED:
            return False
        is_ruled, *others = (self._is_ruled(at, rules) for at in range(first, count - 1))
        return is_ruled and sum(others) <= _FEW_RULED * len(others)

    def _is_ruled(self, row: int, rules: Sequence[Rule]) -> bool:
        """Whether a rule runs between a row and the next one."""
        above, below = self.lines[row][1], self.lines[row + 1][0]
        left = min(segment.left for segment in self.segments)
        right = max(segment.right for segment in self.segments)
        drawn: Counter[int] = Counter()
        for rule in rules:
            if above < rule.y < below:
                drawn[round(rule.y)] += round(min(rule.right, right) - max(rule.left, left))
        return max(drawn.values(), default=0) > _RULED * (right - left)


def is_table(columns: Sequence[Sequence[Segment]]) -> bool:
    """Whether columns are read across: their lines stand beside each other and are no prose."""
    proses = [is_prose(rows_of(column)) for column in columns]
    if len(columns) == 2 and any(proses) and not all(proses):
        short = columns[proses.index(False)]
        return _beside(short, columns[proses.index(True)]) > 0.8
    of_prose = sum(len(column) for column, prose in zip(columns, proses, strict=True) if prose)
    return of_prose < _MOSTLY * sum(map(len, columns))


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
    going_on = mean(
        _STARTS_LOW.match(further) is not None or text.endswith((CUT, "-"))
        for text, further in pairwise(texts)
    )
    return filled > _FILLED and (
        words > _WORDS_OF_PROSE
        or (words > _FEW_WORDS and (going_on > _GOING_ON or filled > _WELL_FILLED))
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


def table_of(columns: Sequence[Sequence[Segment]]) -> Table | None:
    """The table of some columns; None where columns hold little, or the markers of a list."""
    if len(columns) == 2 and all(_MARKERS.match(segment.text) for segment in columns[0]):
        return None
    segments = [segment for column in columns for segment in column]
    places = {id(each): place for place, column in enumerate(columns) for each in column}
    rows: list[list[str]] = []
    lines: list[tuple[float, float]] = []
    for row in rows_of(segments):
        cells = [""] * len(columns)
        for each in row.segments:
            place = places[id(each)]
            cells[place] = f"{cells[place]} {each.text}".strip()
        if rows and _continues(rows[-1], cells):
            rows[-1] = [" ".join(filter(None, pair)) for pair in zip(rows[-1], cells, strict=True)]
            lines[-1] = (lines[-1][0], row.base)
        else:
            rows.append(cells)
            lines.append((row.base, row.base))
    filled = sum(len(list(filter(None, cells))) > 1 for cells in rows)
    return Table(rows, segments, lines) if 2 * filled > len(rows) else None


def _continues(above: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a row holds further lines of the cells above it, and no row of its own."""
    filled = [cell for cell in cells if cell]
    if cells[0]:
        return len(filled) == 1 and _STARTS_LOW.match(cells[0]) is not None
    if len(filled) > 1 and any(_FIGURE.match(cell) for cell in filled):
        return False
    return all(before or not cell for before, cell in zip(above, cells, strict=True))
