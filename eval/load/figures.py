"""Arithmetic of load and soak tests: percentiles, fairness of the order, queue length, slopes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

import numpy as np

Span = tuple[float, float]
"""Two moments in seconds of one clock, the earlier one first."""


@dataclass(frozen=True, slots=True)
class Percentiles:
    """The number of values, their median and their 95th percentile; None where there are none."""

    count: int
    p50: float | None
    p95: float | None


def percentiles(values: Iterable[float]) -> Percentiles:
    """Percentiles of the values, with linear interpolation between neighbours."""
    known = list(values)
    if not known:
        return Percentiles(0, None, None)
    p50, p95 = np.percentile(known, [50, 95])
    return Percentiles(len(known), float(p50), float(p95))


@dataclass(frozen=True, slots=True)
class Fairness:
    """How far the order in which questions were begun departs from that of their arrival."""

    longest_wait: float
    """Seconds."""
    most_overtaken: int
    """Of one question: the number of later ones that were begun before it."""


def fairness(waits: Iterable[Span]) -> Fairness:
    """Fairness of the order of questions, each with the moments of its arrival and its beginning.

    In a first-in, first-out queue that works on n questions at once, a question is overtaken by
    n - 1 others at most.
    """
    known = sorted(waits)
    longest = max((begun - arrived for arrived, begun in known), default=0.0)
    overtaken = (_overtaking(begun, known[number + 1 :]) for number, (_, begun) in enumerate(known))
    return Fairness(longest, max(overtaken, default=0))


def _overtaking(begun: float, later: Sequence[Span]) -> int:
    count = 0
    for arrived, other_begun in later:
        if arrived >= begun:
            break
        count += other_begun < begun
    return count


@dataclass(frozen=True, slots=True)
class QueueLength:
    """Number of questions that wait: the mean over time, and the largest."""

    mean: float
    longest: int


def queue_length(spans: Iterable[Span], at_once: int) -> QueueLength:
    """Queue length of a server that works on `at_once` questions side by side.

    `spans` are the times during which each question was with the server.
    """
    # At one moment, what ends (-1) comes before what begins (1).
    moves = sorted(
        (moment, step) for begun, ended in spans for moment, step in ((begun, 1), (ended, -1))
    )
    there = longest = 0
    area, last = 0.0, moves[0][0] if moves else 0.0
    for moment, step in moves:
        waiting = max(there - at_once, 0)
        area += waiting * (moment - last)
        there, last = there + step, moment
        longest = max(longest, there - at_once)
    seconds = last - moves[0][0] if moves else 0.0
    return QueueLength(area / seconds if seconds else 0.0, longest)


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Theil-Sen slope of y over x: the median slope of all pairs of points.

    A single jump, as of a cache that is filled once, moves it little.

    Raises:
        ValueError: if fewer than two points differ in x.
    """
    slopes = [(y - b) / (x - a) for (a, b), (x, y) in combinations(points, 2) if x != a]
    if not slopes:
        raise ValueError("a slope needs two points that differ in x")
    return median(slopes)
