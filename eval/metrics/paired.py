"""Whether two runs over the same questions differ by more than noise.

The paired bootstrap (Efron & Tibshirani 1993) resamples questions and takes both runs' results of
each; what is hard in a question is so for both, and drops out of the difference. The sign test over
questions that one run got right and the other did not is McNemar's test (1947), exact.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb
from typing import TypeVar

import numpy as np

_SAMPLES = 2000
_FEWER_SAMPLES = 500
"""For what is computed anew for each sample."""
_SEED = 20200116
_LEAST = 6
"""Fewer differing questions tell nothing: all of five fall one way by chance in 1 of 16 cases."""

Result = TypeVar("Result")
Contribution = tuple[float, float]
"""Numerator and denominator of what one question adds to a metric; (0, 0) where it adds nothing."""


@dataclass(frozen=True)
class Difference:
    """A metric in two runs, and the second less the first with an interval of 95 percent."""

    first: float
    second: float
    low: float
    high: float
    differing: int
    """Questions with another result in the second run."""

    @property
    def value(self) -> float:
        """The second less the first."""
        return self.second - self.first

    @property
    def beyond_noise(self) -> bool:
        """Whether the interval leaves out 0, and enough questions differ to tell."""
        return self.differing >= _LEAST and not self.low <= 0 <= self.high


def paired_difference(
    first: Sequence[Contribution], second: Sequence[Contribution]
) -> Difference | None:
    """Difference of two ratios of sums over the same questions, in the same order.

    None where the metric applies to no question of one of the runs.
    """
    pairs = np.hstack([np.reshape(first, (-1, 2)), np.reshape(second, (-1, 2))]).astype(float)
    top_1, all_1, top_2, all_2 = pairs.sum(axis=0)
    if not all_1 or not all_2:
        return None
    # How often each question is drawn, in place of the drawn questions: one product sums them all.
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
    """Difference of a statistic that is no ratio of sums, over the same questions in order."""
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
    """Chance of a split as uneven as this, or more, if gain and loss were equally likely."""
    total = gained + lost
    tail = sum(comb(total, count) for count in range(min(gained, lost) + 1))
    return min(1.0, float(2 * tail / 2**total))
