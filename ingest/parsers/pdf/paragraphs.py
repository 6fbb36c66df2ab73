"""Paragraphs: the lines of a column put together by their distances, margins and lengths."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import median

import regex

from ingest.chunking.blocks import UNSPACED
from ingest.parsers.pdf.glyphs import CUT
from ingest.parsers.pdf.right_to_left import is_right_to_left
from ingest.parsers.pdf.rows import Row

_LEADING = 1.3
"""Distance of two lines of a paragraph, in usual distances of lines, at most."""
_WIDEST_LEADING = 2.4
"""The same in sizes of the font."""
_BLOCK_LEADING = 1.6
"""Distance up to which lines are taken to have the same margins."""
_INDENT = 0.8
_OTHER_SIZE = 0.12
_ITEM = regex.compile(r"(?:[-–—•▪◦‣*·□●○■]|[(\[]?(?:\d{1,3}|\p{L}|[ivx]{1,5})[.)\]])\s|[•▪●■†‡¶]\S")
_ENDS_SENTENCE = regex.compile(r"[.!?…:。！？：؟۔।։።][\p{Pf}\p{Pe}\p{Pi}\"'’\x0f]*$")
_STARTS_LOW = regex.compile(r"[\p{Ps}\p{Pi}\"'’]*\p{Ll}")
_LEADERS = regex.compile(r"(?:\s?[.·…]){4,}\s*(?=[\divxlcIVXLC]{1,6}$)")
"""Dots that lead from the title of a chapter, or an entry of an index, to its page."""
_CUT = regex.compile(r"(?<=[\p{L}\p{N}])[-\u00ad\u2010\ufffe]$")
_CAN_FOLLOW_CUT = regex.compile(r"[\p{L}\p{N}]")
_UNSPACED_END = regex.compile(rf"{UNSPACED}\p{{P}}{{0,3}}$")
_UNSPACED_START = regex.compile(rf"\p{{P}}{{0,3}}{UNSPACED}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, as one line of text in which cut words are marked by `CUT`."""

    text: str
    size: float
    """Size of its font."""
    lines: int
    indented: bool
    """Whether its first line begins further in than the column, or than its other lines."""
    full: bool
    """Whether its last line is as long as the column allows, so that it may go on elsewhere."""

    @property
    def is_item(self) -> bool:
        """Whether it begins with a bullet or number, as the items of a list do."""
        return is_item(self.text)

    @property
    def ends_sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        return _ENDS_SENTENCE.search(self.text) is not None


def paragraphs_of(rows: Sequence[Row]) -> list[Paragraph]:
    """The paragraphs in the lines of a column."""
    if not rows:
        return []
    column = _Column(rows)
    groups = [[rows[0]]]
    for index, (row, following) in enumerate(pairwise(rows)):
        after = rows[index + 2] if index + 2 < len(rows) else None
        if column.goes_on(groups[-1], row, following, after):
            groups[-1].append(following)
        else:
            groups.append([following])
    return [column.paragraph(group) for group in groups]


class _Column:
    """The measures of a column by which its lines are judged."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._from_right = is_right_to_left("".join(row.text for row in rows))
        self._leading = _usual_leading(rows)
        self._edges = _edges(rows, self._leading, self._from_right)
        self._left = median(self._start(row) for row in rows)

    def goes_on(self, group: Sequence[Row], row: Row, following: Row, after: Row | None) -> bool:
        """Whether `following` belongs to the paragraph of `group`, which ends with `row`."""
        if differ(row.size, following.size) or self._is_apart(row, following):
            return False
        text, further = row.text, following.text
        if _counts_on(row, following) or _LEADERS.search(text):
            return False
        if _CUT.search(text) and _STARTS_LOW.match(further):
            return True
        is_short = self._is_short(row, following)
        starts_low = _STARTS_LOW.match(further) is not None
        if _ITEM.match(further) and (is_short or self._is_list(group, row, following)):
            return False
        if self._is_centred(row, following) and not _ENDS_SENTENCE.search(text):
            return True
        if is_short and not (starts_low and self._is_long(row)):
            return False
        return not self._is_indented(group, row, following, after)

    def paragraph(self, group: Sequence[Row]) -> Paragraph:
        """The paragraph of some lines."""
        first, last = group[0], group[-1]
        others = [self._start(row) for row in group[1:]] or [self._left]
        return Paragraph(
            text=_one_line([_LEADERS.sub(" … ", row.text) for row in group]),
            size=median(row.size for row in group),
            lines=len(group),
            indented=self._start(first) - min(others) > _INDENT * first.size,
            full=_CUT.search(last.text) is not None
            or self._end(last) > self._edges[id(last)] - 4 * last.size,
        )

    def _start(self, row: Row) -> float:
        return -row.right if self._from_right else row.left

    def _end(self, row: Row) -> float:
        return -row.left if self._from_right else row.right

    def _is_apart(self, row: Row, following: Row) -> bool:
        distance = following.base - row.base
        return distance > min(_LEADING * self._leading, _WIDEST_LEADING) * row.size

    def _is_short(self, row: Row, following: Row) -> bool:
        """Whether the first word of `following` would have fitted on `row`."""
        space = 0 if _UNSPACED_END.search(row.text) else 0.3 * row.size
        # A sentence may be broken without need; only its end is likely to end a paragraph too.
        slack = 0.1 if _ENDS_SENTENCE.search(row.text) else 1.0
        needed = space + following.first_word + slack * row.size
        return self._end(row) + needed < self._edges[id(row)]

    def _is_long(self, row: Row) -> bool:
        width = self._edges[id(row)] - self._start(row)
        return self._end(row) - self._start(row) > 0.6 * width and len(row.text.split()) > 3

    def _is_list(self, group: Sequence[Row], row: Row, following: Row) -> bool:
        """Whether an item follows on a line that ends, or on another item of its list."""
        if _ENDS_SENTENCE.search(row.text) or row.text.endswith(";"):
            return True
        level = abs(self._start(group[0]) - self._start(following)) < _INDENT * row.size
        return level and _ITEM.match(group[0].text) is not None

    def _is_centred(self, row: Row, following: Row) -> bool:
        middle = (row.left + row.right) / 2 - (following.left + following.right) / 2
        return abs(middle) < row.size / 2 and abs(row.left - following.left) > row.size

    def _is_indented(
        self, group: Sequence[Row], row: Row, following: Row, after: Row | None
    ) -> bool:
        """Whether `following` begins a paragraph by its margin."""
        step = self._start(following) - self._start(row)
        margin = _INDENT * row.size
        if step > margin:
            if len(group) > 1:
                return True
            if _ITEM.match(row.text) or not _ENDS_SENTENCE.search(row.text):
                return False  # the first line hangs
            return after is None or self._start(after) < self._start(following) - margin
        # Where the first lines hang, the next paragraph begins where the last one began.
        hangs = len(group) > 1 and self._start(group[1]) - self._start(group[0]) > margin
        return hangs and step < -margin


def _usual_leading(rows: Sequence[Row]) -> float:
    """The distance of lines within paragraphs, in sizes of their font."""
    distances = sorted(
        (below.base - row.base) / row.size
        for row, below in pairwise(rows)
        if not differ(row.size, below.size) and 0 < below.base - row.base < 2.4 * row.size
    )
    return distances[len(distances) // 4] if distances else 1.5


def _edges(rows: Sequence[Row], leading: float, from_right: bool) -> dict[int, float]:
    """How far the lines around each row reach, by the identity of the row."""
    blocks = [[rows[0]]]
    for row, below in pairwise(rows):
        if below.base - row.base > _BLOCK_LEADING * leading * row.size:
            blocks.append([])
        blocks[-1].append(below)
    edges: dict[int, float] = {}
    for block in blocks:
        edge = _edge([-row.left if from_right else row.right for row in block], block[0].size)
        edges.update((id(row), edge) for row in block)
    return edges


def _edge(ends: Sequence[float], size: float) -> float:
    """Where most lines end, if they are justified; otherwise the end of the longest.

    One line alone does not show how far others would reach.
    """
    if len(ends) < 2:
        return inf
    near = {end: sum(0 <= end - other < 0.3 * size for other in ends) for end in ends}
    commonest = max(near, key=lambda end: (near[end], end))
    is_justified = near[commonest] >= max(3, 0.4 * len(ends))
    return commonest if is_justified else max(ends)


def differ(one: float, other: float) -> bool:
    """Whether two font sizes are not the same."""
    return abs(one - other) > _OTHER_SIZE * max(one, other)


def _counts_on(row: Row, following: Row) -> bool:
    """Whether lines are numbered, as those of a program are."""
    numbers = [each.segments[0].text for each in (row, following) if len(each.segments) > 1]
    if len(numbers) < 2 or not all(map(str.isdecimal, numbers)):
        return False
    return int(numbers[1]) == int(numbers[0]) + 1


def is_item(text: str) -> bool:
    """Whether a text begins with a bullet or number, as the items of a list do."""
    return _ITEM.match(text) is not None


def _one_line(lines: Sequence[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        text = join(text, line)
    return text


def join(text: str, further: str) -> str:
    """`text` and what follows it on the next line; a word cut between them is marked by `CUT`."""
    return text_before(text, further) + further


def text_before(text: str, further: str) -> str:
    """`text` with what is to stand between it and `further`: a space, `CUT` or nothing."""
    if _CUT.search(text) and _CAN_FOLLOW_CUT.match(further):
        return text[:-1] + CUT
    if text.endswith(CUT):
        text = text[:-1] + "-"
    if _UNSPACED_END.search(text) and _UNSPACED_START.match(further):
        return text
    return text + " "
