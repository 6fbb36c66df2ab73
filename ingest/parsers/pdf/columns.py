"""Reading order: a page divided into regions, by the white between them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.parsers.pdf.gaps import GUTTER, Span, cut_at, gaps_between, merged, overlap
from ingest.parsers.pdf.read_down import are_read_down
from ingest.parsers.pdf.rows import Row, rows_of
from ingest.parsers.pdf.rules import Rule
from ingest.parsers.pdf.segments import Segment
from ingest.parsers.pdf.table_areas import Area, joined, parted_area, ruled_area, table_area
from ingest.parsers.pdf.tables import (
    Table,
    are_all_prose,
    are_line_numbers,
    are_markers,
    in_reading_order,
    is_prose,
    is_table,
)

_NEEDED = ((2.0, 2), (1.2, 3), (GUTTER, 6))
"""How many lines have to stand on each side of a gutter of at least some width: spaces between
words, too, stand above each other by chance."""
_LASTING = 6
"""Lines after which a gutter is no chance, so that its end is the end of the columns."""
_LOOSE = 0.3
"""Share of lines with a wide space from which on a column is set loosely."""
_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Column:
    """Lines that are read one after the other."""

    rows: list[Row]
    is_running: bool = True
    """Whether they may be running text, and are no addresses or items side by side."""


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
            single += joined(taken)
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
        spans = gaps_between(covered, GUTTER * size)
        if not spans and (lines or end > start + 1):
            break
        lost = [span for span in lines if not any(overlap(span, each) for each in spans)]
        if any(_lines_beside(span, joined(bands[start:end])) >= _LASTING for span in lost):
            break
        found = {}
        for span in spans:
            needed = max(least, _needed(span, size))
            known = max((lines[each] for each in lines if overlap(each, span)), default=0)
            if known < needed:
                known = _lines_beside(span, joined(bands[start : end + 1]))
            if known >= needed:
                found[span] = known
        end += 1
        if found:
            lines, best = found, (end, list(found))
    return best


def _needed(gap: Span, size: float) -> int:
    width = (gap[1] - gap[0]) / size
    return next((lines for least, lines in _NEEDED if width >= least), _LASTING)


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
    segments = joined(bands)
    columns = cut_at(_without_markers(gutters, segments), segments)
    text = [column for column in columns if not are_line_numbers(column)]
    if len(text) == 1:
        return reading_order(text[0], rules, depth + 1)
    if area := ruled_area(segments, rules()):
        return _regions(area, rules, depth)
    if not are_all_prose(columns) and (area := parted_area(bands)):
        return _regions(area, rules, depth)
    read = in_reading_order(columns)
    if are_read_down([[row.text for row in rows_of(column)] for column in read]):
        return [Column(rows_of(column), is_running=False) for column in read]
    if is_table(columns):
        area = table_area(bands)
        return _regions(area, rules, depth) if area else []
    return [region for column in read for region in reading_order(column, rules, depth + 1)]


def _without_markers(gutters: list[Span], segments: Sequence[Segment]) -> list[Span]:
    """`gutters` without those that part the items of lists side by side from their bullets."""
    columns = cut_at(gutters, segments)
    before = columns[1:] if in_reading_order(columns)[0] is columns[-1] else columns[:-1]
    kept = [
        gutter for gutter, column in zip(gutters, before, strict=True) if not are_markers(column)
    ]
    return kept or gutters


def _regions(area: Area, rules: Rules, depth: int) -> list[Region]:
    """A table with what stands above and below it: headings, notes and running text."""
    above, below = (reading_order(part, rules, depth + 1) for part in (area.above, area.below))
    return [*above, area.table, *below]
