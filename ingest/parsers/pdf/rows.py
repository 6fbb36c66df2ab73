"""Rows: the segments that stand on one line of a column."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.parsers.pdf.right_to_left import is_right_to_left
from ingest.parsers.pdf.segments import Segment


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a column, from its segments in the order in which they are read."""

    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """Its text."""
        return " ".join(segment.text for segment in self.segments)

    @property
    def left(self) -> float:
        """x of its left end."""
        return min(segment.left for segment in self.segments)

    @property
    def right(self) -> float:
        """x of its right end."""
        return max(segment.right for segment in self.segments)

    @property
    def base(self) -> float:
        """y of the line on which it stands."""
        return self._main.base

    @property
    def size(self) -> float:
        """Size of its font."""
        return self._main.size

    @property
    def first_word(self) -> float:
        """Width of its first word, with the number or bullet before it."""
        first, *others = self.segments
        if others and len(first.text) < 4 and others[0].left > first.right:
            return others[0].left - first.left + others[0].first_word
        return first.first_word

    @property
    def _main(self) -> Segment:
        return max(self.segments, key=lambda segment: len(segment.text))


def rows_of(segments: Sequence[Segment]) -> list[Row]:
    """The rows of a column, from top to bottom."""
    groups: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda each: each.base):
        if groups and _is_level(groups[-1][-1], segment):
            groups[-1].append(segment)
        else:
            groups.append([segment])
    return [_row(group) for group in groups]


def _is_level(one: Segment, other: Segment) -> bool:
    size = min(one.size, other.size)
    if abs(one.base - other.base) > 0.35 * max(one.size, other.size):
        return False
    return min(one.right, other.right) - max(one.left, other.left) < size


def _row(group: list[Segment]) -> Row:
    from_right = is_right_to_left("".join(segment.text for segment in group))
    return Row(tuple(sorted(group, key=lambda each: each.left, reverse=from_right)))
