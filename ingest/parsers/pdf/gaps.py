"""Gaps: ranges of x that no segment covers, which part columns."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.parsers.pdf.segments import Segment

Span = tuple[float, float]
"""Left and right end of a range of x."""

GUTTER = 0.7
"""Least width of the white between columns, in sizes of the font."""


def merged(spans: Sequence[Span]) -> list[Span]:
    """The same ranges, from left to right, with those that overlap as one."""
    covered: list[Span] = []
    for left, right in sorted(spans):
        if covered and left <= covered[-1][1]:
            covered[-1] = (covered[-1][0], max(covered[-1][1], right))
        else:
            covered.append((left, right))
    return covered


def overlap(one: Span, other: Span) -> bool:
    """Whether two ranges have a part in common."""
    return min(one[1], other[1]) > max(one[0], other[0])


def gaps_between(covered: Sequence[Span], least: float) -> list[Span]:
    """What is between ranges that do not overlap, where it is at least so wide."""
    gaps = ((one[1], other[0]) for one, other in pairwise(covered))
    return [gap for gap in gaps if gap[1] - gap[0] >= least]


def gaps_of(segments: Sequence[Segment]) -> list[Span]:
    """The ranges of x that no segment covers, between the first and the last."""
    size = median(segment.size for segment in segments)
    covered = merged([(segment.left, segment.right) for segment in segments])
    return gaps_between(covered, GUTTER * size)


def cut_at(gaps: Sequence[Span], segments: Sequence[Segment]) -> list[list[Segment]]:
    """The segments of each column, from left to right, that `gaps` part."""
    cuts = [sum(gap) / 2 for gap in gaps]
    columns: list[list[Segment]] = [[] for _ in range(len(cuts) + 1)]
    for segment in segments:
        columns[sum(segment.left > cut for cut in cuts)].append(segment)
    return columns
