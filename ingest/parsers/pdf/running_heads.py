"""Running heads and feet, and page numbers: what pages repeat at their edges."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from statistics import median

import regex

from ingest.parsers.pdf.labels import roman_value
from ingest.parsers.pdf.rows import Row, rows_of
from ingest.parsers.pdf.rules import Rule
from ingest.parsers.pdf.segments import Segment

_WINDOW = 6
"""Pages before and after a page with which its edges are compared."""
_EDGE_ROWS = 4
_HEAD, _FOOT = (0.0, 0.25), (0.75, 1.0)
"""Parts of the height of a page in which its head and its foot may stand."""
_SAME_PLACE = 4.0
_HEADING = 1.25
_CELLS = 4
_APART = 1.6
_AS_NEAR = 1.5
"""Distance of the heads of a table from its first row, in that of its rows, at most."""
_NEAR = 3.0
"""Distance of two rows of a table, in sizes of their font, at most."""
_OF_CELLS = 0.6
"""Share of the width of a table that the texts of a row cover at most."""
_FAR_APART = 2.5
"""Least distance of a page number from the text, in sizes of its font."""
_FIGURES = regex.compile(r"(?!(?:19|20)\d\d$)\d{1,4}$")
_NUMBER = regex.compile(
    r"\d{1,9}|(?<![\p{L}\p{N}'’])[ivxlc]{1,7}(?![\p{L}\p{N}'’])", regex.IGNORECASE
)
_PAGE_NUMBER = regex.compile(
    r"[^\p{L}\p{N}]{0,3}(?:\p{L}{1,8}\.?\s)?[\s–—|·•-]*(?P<label>\d{1,4}|[ivxlc]{1,7}|[A-Z]-?\d{1,3})"
    r"(?:\s?(?:/|of|de|von|di|van|av)\s?\d{1,4})?[\s–—|·•-]*$",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """The segments of a page."""

    number: int
    """From 1."""
    height: float
    segments: list[Segment]
    turned: str = ""
    """Text that is not level, such as a stamp along the margin."""
    label: str = ""
    """The number of the page as the file states it; empty if it states none."""
    printed: str = ""
    """The number that stands in its running head or foot; empty if none does."""
    certainty: float = 1.0
    """Mean certainty with which its text was recognised by OCR; 1 where it was text."""
    edges: "Edges" = field(default_factory=lambda: Edges([], []))
    read_rules: Callable[[], Sequence[Rule]] = tuple
    """Reads the level lines that are drawn on it; only where they are needed, as it takes time."""
    read_styles: Callable[[Sequence[Segment]], Sequence[str]] = lambda _: ()
    """Reads the styles of some of its segments; only where they are needed."""


@dataclass(frozen=True, slots=True)
class Edges:
    """The outermost rows of a page, from the edge inwards."""

    head: list[Row]
    foot: list[Row]


def without_running_heads(pages: Iterable[Page]) -> Iterator[Page]:
    """`pages` without what they repeat at their edges; at most a window of them is held."""
    window: deque[Page] = deque()
    position = 0
    for page in pages:
        window.append(replace(page, edges=_edges(page)))
        if len(window) > _WINDOW:
            if len(window) - position > _WINDOW:
                yield _cleaned(window, position)
                position += 1
            if position > _WINDOW:
                window.popleft()
                position -= 1
    while position < len(window):
        yield _cleaned(window, position)
        position += 1


def _edges(page: Page) -> Edges:
    rows = rows_of(page.segments)
    return Edges(rows[:_EDGE_ROWS], rows[: -_EDGE_ROWS - 1 : -1])


def _cleaned(window: Sequence[Page], position: int) -> Page:
    page = window[position]
    others = [each for index, each in enumerate(window) if index != position]
    running = [
        *_running(
            page.edges.head, [(each.number, each.edges.head) for each in others], page, _HEAD
        ),
        *_running(
            page.edges.foot, [(each.number, each.edges.foot) for each in others], page, _FOOT
        ),
    ]
    gone = {id(segment) for row in running for segment in row.segments}
    kept = [segment for segment in page.segments if id(segment) not in gone]
    printed = next(filter(None, map(_printed_number, running)), "")
    turned = "" if any(each.turned == page.turned for each in others) else page.turned
    return replace(page, segments=kept, turned=turned, printed=printed)


def _running(
    rows: Sequence[Row],
    others: Sequence[tuple[int, Sequence[Row]]],
    page: Page,
    zone: tuple[float, float],
) -> list[Row]:
    """The rows at an edge of a page that are repeated on others or are its number."""
    sizes = [segment.size for segment in page.segments]
    usual = median(sizes) if sizes else 0.0
    found: list[Row] = []
    for at, row in enumerate(rows):
        if (
            not zone[0] <= row.base / (page.height or 1) <= zone[1]
            or len(row.segments) >= _CELLS
            or row.size > _HEADING * usual
            or (zone is _HEAD and _heads_cells(row, rows[at + 1 :]))
        ):
            break
        if not _is_repeated(row, page.number, others) and not _is_lone_number(row, rows, page):
            break
        found.append(row)
    return found


def _heads_cells(row: Row, below: Sequence[Row]) -> bool:
    """Whether a row has the heads of a table, as the next rows show: cells, and as near.

    Columns of running text, which may stand below the parts of a running head, are full of it.
    """
    if len(row.segments) < 2 or len(below) < 2:
        return False
    first, second = below[:2]
    filled = sum(segment.right - segment.left for segment in first.segments)
    return (
        len(row.segments) == len(first.segments) == len(second.segments)
        and first.base - row.base < _AS_NEAR * (second.base - first.base)
        and second.base - first.base < _NEAR * row.size
        and filled < _OF_CELLS * (first.right - first.left)
        and all(map(_stand_above, row.segments, first.segments))
        and all(map(_stand_above, first.segments, second.segments))
    )


def _stand_above(one: Segment, other: Segment) -> bool:
    return min(one.right, other.right) > max(one.left, other.left)


def _is_repeated(row: Row, page: int, others: Sequence[tuple[int, Sequence[Row]]]) -> bool:
    """Whether a row stands at the same place on another page, with its number where it has one."""
    form, numbers = _form(row.text)
    for number, rows in others:
        for other in rows:
            if abs(other.base - row.base) < _SAME_PLACE:
                other_form, other_numbers = _form(other.text)
                steps = {one - two for one, two in zip(numbers, other_numbers, strict=False)}
                if other_form == form and steps <= {0, page - number}:
                    return True
    return False


def _form(text: str) -> tuple[str, list[int]]:
    """A text without its numbers, and these."""
    numbers = [
        int(found[0]) if found[0].isdecimal() else roman_value(found[0])
        for found in _NUMBER.finditer(text)
    ]
    return _NUMBER.sub("#", text).casefold(), numbers


def _is_lone_number(row: Row, rows: Sequence[Row], page: Page) -> bool:
    """Whether a row at the very edge is but the number of its page."""
    if row is not rows[0] or not (match := _PAGE_NUMBER.match(row.text.strip())):
        return False
    apart = abs(rows[1].base - row.base) / row.size if len(rows) > 1 else inf
    if match["label"] in (page.label, str(page.number)):
        return apart > _APART
    return apart > _FAR_APART and _FIGURES.match(row.text) is not None


def _printed_number(row: Row) -> str:
    """The page number in a running head or foot; empty if there is none for sure."""
    for text in (row.text, row.segments[0].text, row.segments[-1].text):
        if match := _PAGE_NUMBER.match(text.strip()):
            return str(match["label"])
    return ""
