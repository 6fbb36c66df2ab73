"""Reading order: a page divided into regions, by the white between them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.parsers.pdf.grids import Span, grid_of, levels_of, merged
from ingest.parsers.pdf.right_to_left import is_right_to_left
from ingest.parsers.pdf.rows import Row, rows_of
from ingest.parsers.pdf.rules import Rule
from ingest.parsers.pdf.segments import Segment
from ingest.parsers.pdf.tables import Table, are_line_numbers, is_prose, is_table, table_of

_GUTTER = 0.7
"""Least width of the white between columns, in sizes of the font."""
_NEEDED = ((2.0, 2), (1.2, 3), (_GUTTER, 6))
"""How many lines have to stand on each side of a gutter of at least some width: spaces between
words, too, stand above each other by chance."""
_LASTING = 6
"""Lines after which a gutter is no chance, so that its end is the end of the columns."""
_LOOSE = 0.3
"""Share of lines with a wide space from which on a column is set loosely."""
_AROUND_TABLE = 20
"""Lines above and below a table that may be taken for its own at first."""
_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Column:
    """Lines that are read one after the other."""

    rows: list[Row]


Region = Column | Table
Rules = Callable[[], Sequence[Rule]]


def reading_order(
    segments: Sequence[Segment], rules: Rules = tuple, depth: int = 0
) -> list[Region]:
    """The regions of a page, or of a part of it, in the order in which they are read.

    `rules` gives the level lines that are drawn on the page.
    """
    bands = _bands(segments)
    least = _least_lines(segments) if depth else 0
    regions: list[Region] = []
    single: list[Segment] = []
    start = 0
    while start < len(bands):
        end, gutters = _shared_gutters(bands, start, least) if depth < _DEPTH else (start, [])
        taken = bands[start:end] if gutters else bands[start : start + 1]
        divided = _divided(taken, gutters, rules, depth) if gutters else []
        if divided:
            regions += [*_column(single), *divided]
            single = []
        else:
            single += _flat(taken)
        start += len(taken)
    return regions + _column(single)


def _column(segments: Sequence[Segment]) -> list[Region]:
    return [Column(rows_of(segments))] if segments else []


def _bands(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Segments in groups, with white across the whole width between them."""
    bands: list[list[Segment]] = []
    bottom = 0.0
    for segment in sorted(segments, key=lambda each: each.top):
        # A line may reach a little into the next where they are set close.
        if not bands or segment.top > bottom - 0.15 * segment.size:
            bands.append([])
            bottom = 0.0
        bands[-1].append(segment)
        bottom = max(bottom, segment.bottom)
    return bands


def _least_lines(segments: Sequence[Segment]) -> int:
    """How many lines a gutter has to part in a column.

    In narrow columns that are justified, wide spaces stand above each other for some lines.
    """
    rows = rows_of(segments)
    loose = sum(len(row.segments) > 1 for row in rows)
    return len(rows) // 2 if loose > _LOOSE * len(rows) and is_prose(rows) else 0


def _shared_gutters(
    bands: Sequence[list[Segment]], start: int, least: int
) -> tuple[int, list[Span]]:
    """The end of the longest run of bands from `start` that gutters divide, and these gutters.

    They have at least `least` lines on both sides.
    """
    size = median(segment.size for band in bands for segment in band)
    covered: list[Span] = []
    lines: dict[Span, int] = {}  # at least how many each gutter parts
    best: tuple[int, list[Span]] = (start, [])
    end = start
    for band in bands[start:]:
        covered = merged([*covered, *((each.left, each.right) for each in band)])
        spans = _between(covered, _GUTTER * size)
        if not spans and (lines or end > start + 1):
            break
        lost = [span for span in lines if not any(_overlap(span, each) for each in spans)]
        if any(_lines_beside(span, _flat(bands[start:end])) >= _LASTING for span in lost):
            break
        found = {}
        for span in spans:
            needed = max(least, _needed(span, size))
            known = max((lines[each] for each in lines if _overlap(each, span)), default=0)
            if known < needed:
                known = _lines_beside(span, _flat(bands[start : end + 1]))
            if known >= needed:
                found[span] = known
        end += 1
        if found:
            lines, best = found, (end, list(found))
    return best


def _overlap(one: Span, other: Span) -> bool:
    return min(one[1], other[1]) > max(one[0], other[0])


def _needed(gap: Span, size: float) -> int:
    width = (gap[1] - gap[0]) / size
    return next((lines for least, lines in _NEEDED if width >= least), _LASTING)


def _gaps(segments: Sequence[Segment]) -> list[Span]:
    """The ranges of x that no segment covers, between the first and the last."""
    size = median(segment.size for segment in segments)
    covered = merged([(segment.left, segment.right) for segment in segments])
    return _between(covered, _GUTTER * size)


def _between(covered: Sequence[Span], least: float) -> list[Span]:
    """What is between ranges, where it is at least so wide."""
    gaps = ((one[1], other[0]) for one, other in pairwise(covered))
    return [gap for gap in gaps if gap[1] - gap[0] >= least]


def _lines_beside(gap: Span, segments: Sequence[Segment]) -> int:
    """Lines on both sides of a gap, as many as stand beside each other."""
    left = [segment for segment in segments if segment.right <= gap[0] + 0.1]
    right = [segment for segment in segments if segment.left >= gap[1] - 0.1]
    top = max(min(each.top for each in left), min(each.top for each in right))
    bottom = min(max(each.bottom for each in left), max(each.bottom for each in right))
    return min(
        len({round(each.base) for each in side if top < each.base < bottom + 1})
        for side in (left, right)
    )


def _divided(
    bands: list[list[Segment]], gutters: list[Span], rules: Rules, depth: int
) -> list[Region]:
    """The regions between gutters: columns that are read one after the other, or a table.

    There are none where lines are to be read across, as those of a list with its numbers.
    """
    cuts = [sum(gutter) / 2 for gutter in gutters]
    columns = _cut(_flat(bands), cuts)
    text = [column for column in columns if not are_line_numbers(column)]
    if len(text) == 1:
        return reading_order(text[0], rules, depth + 1)
    if grid := _grid(_flat(bands), rules, depth):
        return grid
    if is_table(columns):
        return _table(bands, rules, depth)
    if is_right_to_left("".join(segment.text for segment in _flat(bands))):
        columns.reverse()
    return [region for column in columns for region in reading_order(column, rules, depth + 1)]


def _grid(segments: Sequence[Segment], rules: Rules, depth: int) -> list[Region]:
    """A table whose rows are parted by rules, with what stands above and below it; else nothing."""
    levels = levels_of(segments, rules())
    inner = [each for each in segments if levels and levels[0] < each.base < levels[-1]]
    if not inner:
        return []
    table = grid_of(_cut(inner, [sum(gap) / 2 for gap in _gaps(inner)]), levels)
    if table is None:
        return []
    above = [each for each in segments if each.base <= levels[0]]
    below = [each for each in segments if each.base >= levels[-1]]
    around = (reading_order(part, rules, depth + 1) for part in (above, below))
    return [*next(around), table, *next(around)]


def _table(bands: list[list[Segment]], rules: Rules, depth: int) -> list[Region]:
    """A table with what stands above and below it: headings, notes and running text."""
    first, last = _rows_of_table(bands)
    cuts = [sum(gap) / 2 for gap in _gaps(_flat(bands[first:last]))]
    table = table_of(_cut(_flat(bands[first:last]), cuts))
    if table is None:
        return []
    above, below = (_flat(part) for part in (bands[:first], bands[last:]))
    return [
        *reading_order(above, rules, depth + 1),
        table,
        *reading_order(below, rules, depth + 1),
    ]


def _rows_of_table(bands: Sequence[list[Segment]]) -> tuple[int, int]:
    """The first band of a table and the one after its last: those that most gaps divide."""

    def gaps(first: int, last: int) -> int:
        return len(_gaps(_flat(bands[first:last])))

    first, last = 0, len(bands)
    if last > 2:
        starts = range(min(last - 2, _AROUND_TABLE) + 1)
        first = max(starts, key=lambda start: (gaps(start, last), -start))
        ends = range(last, max(first + 1, last - 1 - _AROUND_TABLE), -1)
        last = max(ends, key=lambda end: (gaps(first, end), end))
    while last - first > 1 and len(bands[first]) == 1:
        first += 1
    while last - first > 1 and len(bands[last - 1]) == 1:
        last -= 1
    return first, last


def _cut(segments: Sequence[Segment], cuts: Sequence[float]) -> list[list[Segment]]:
    columns: list[list[Segment]] = [[] for _ in range(len(cuts) + 1)]
    for segment in segments:
        columns[sum(segment.left > cut for cut in cuts)].append(segment)
    return columns


def _flat(bands: Sequence[list[Segment]]) -> list[Segment]:
    return [segment for band in bands for segment in band]
