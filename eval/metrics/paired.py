"""Significance of the difference between two runs over the same questions.

The paired bootstrap (Efron & Tibshirani 1993) resamples questions and takes the results of both
runs for each, so that the difficulty of a question cancels out. The sign test over the questions
that only one of the runs got right is McNemar's test (1947) in its exact form.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb
from typing import TypeVar

import numpy as np

_SAMPLES = 2000
_FEWER_SAMPLES = 500
"""For statistics that are computed again for each sample."""
_SEED = 20200116
_MINIMUM_DIFFERING = 6
"""Fewest differing questions that can be significant: by chance alone, all of five fall in one
direction in 1 of 16 cases."""

Result = TypeVar("Result")
Contribution = tuple[float, float]
"""Numerator and denominator that one question adds to a metric; (0, 0) if it adds nothing."""


@dataclass(frozen=True)
class Difference:
    """A metric in two runs, and the 95 % interval (`low`, `high`) of the second minus the first."""

    first: float
    second: float
    low: float
    high: float
    differing: int
    """Number of questions whose result differs between the runs."""

    @property
    def value(self) -> float:
        """The second minus the first."""
        return self.second - self.first

    @property
    def is_significant(self) -> bool:
        """Whether the interval excludes 0 and enough questions differ."""
        return self.differing >= _MINIMUM_DIFFERING and not self.low <= 0 <= self.high


def paired_difference(
    first: Sequence[Contribution], second: Sequence[Contribution]
) -> Difference | None:
    """Difference of a ratio of sums between two runs, over the same questions in the same order.

    None where the metric applies to no question of one of the runs.
    """
    pairs = np.hstack([np.reshape(first, (-1, 2)), np.reshape(second, (-1, 2))]).astype(float)
    top_1, all_1, top_2, all_2 = pairs.sum(axis=0)
    if not all_1 or not all_2:
        return None
    # Counts of each question, rather than drawn indices: one matrix product sums all samples.
    size = len(pairs)
    draws = np.random.default_rng(_SEED).multinomial(size, np.full(size, 1 / size), _SAMPLES)
    sums = draws @ pairs
    sums = sums[(sums[:, 1] > 0) & (sums[:, 3] > 0)]
    low, high = np.quantile(sums[:, 2] / sums[:, 3] - sums[:, 0] / sums[:, 1], [0.025, 0.975])
    return Difference(
        first=float(top_1 / all_1),
        second=float(top_2 / all_2),
        low=float(low),
        high=float(high),
        differing=int((np.abs(pairs[:, :2] - pairs[:, 2:]) > 1e-9).any(axis=1).sum()),
    )


def paired_statistic(
    first: Sequence[Result], second: Sequence[Result], statistic: Callable[[list[Result]], float]
) -> Difference:
    """Difference of a statistic that is not a ratio of sums, over the same questions in order."""
    draws = np.random.default_rng(_SEED).integers(0, len(first), (_FEWER_SAMPLES, len(first)))
    values = [
        statistic([second[place] for place in drawn]) - statistic([first[place] for place in drawn])
        for drawn in draws
    ]
    low, high = np.quantile(values, [0.025, 0.975])
    return Difference(
        first=statistic(list(first)),
        second=statistic(list(second)),
        low=float(low),
        high=float(high),
        differing=sum(before != after for before, after in zip(first, second, strict=True)),
    )


def sign_test(gained: int, lost: int) -> float:
    """Two-sided p-value of the sign test, under equal chances of gain and loss."""
    total = gained + lost
    tail = sum(comb(total, count) for count in range(min(gained, lost) + 1))
    return min(1.0, float(2 * tail / 2**total))
