"""Running heads and feet, and page numbers: what pages repeat at their edges."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from statistics import median

import regex

from ingest.parsers.pdf.rows import Row, rows_of
from ingest.parsers.pdf.segments import Segment

_WINDOW = 6
"""Pages before and after a page with which its edges are compared."""
_EDGE_ROWS = 4
_SAME_PLACE = 4.0
_HEADING = 1.25
_CELLS = 4
_APART = 1.6
_FAR_APART = 2.5
"""Least distance of a page number from the text, in sizes of its font."""
_FIGURES = regex.compile(r"(?!(?:19|20)\d\d$)\d{1,4}$")
_NUMBER = regex.compile(r"\d+")
_ROMAN = regex.compile(r"(?<![\p{L}\p{N}'’])[ivxlc]{1,7}(?![\p{L}\p{N}'’])", regex.IGNORECASE)
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
    segments: list[Segment]
    turned: str = ""
    """Text that is not level, such as a stamp along the margin."""
    label: str = ""
    """The number of the page as the file states it; empty if it states none."""
    printed: str = ""
    """The number that stands in its running head or foot; empty if none does."""
    edges: "Edges" = field(default_factory=lambda: Edges([], []))


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
        *_running(page.edges.head, [each.edges.head for each in others], page),
        *_running(page.edges.foot, [each.edges.foot for each in others], page),
    ]
    gone = {id(segment) for row in running for segment in row.segments}
    kept = [segment for segment in page.segments if id(segment) not in gone]
    printed = next(filter(None, map(_printed_number, running)), "")
    turned = "" if any(each.turned == page.turned for each in others) else page.turned
    return replace(page, segments=kept, turned=turned, printed=printed)


def _running(rows: Sequence[Row], others: Sequence[Sequence[Row]], page: Page) -> list[Row]:
    """The rows at an edge of a page that are repeated on others or are its number."""
    sizes = [segment.size for segment in page.segments]
    usual = median(sizes) if sizes else 0.0
    found: list[Row] = []
    for row in rows:
        is_text = len(row.segments) >= _CELLS or row.size > _HEADING * usual
        if not is_text and (_is_repeated(row, others) or _is_lone_number(row, rows, page)):
            found.append(row)
        elif found != list(rows[: len(found)]) or len(found) < rows.index(row):
            break
    return found


def _is_repeated(row: Row, others: Sequence[Sequence[Row]]) -> bool:
    form = _form(row.text)
    return any(
        abs(other.base - row.base) < _SAME_PLACE and _form(other.text) == form
        for rows in others
        for other in rows
    )


def _form(text: str) -> str:
    """A text without what differs between pages: their numbers."""
    form: str = _ROMAN.sub("#", _NUMBER.sub("#", text)).casefold()
    return form


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
