"""Bootstrap confidence intervals (Efron 1979), resampled by question."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from eval.metrics.abstention import area_under, resampled_areas, risk_coverage
from eval.metrics.paired import Contribution
from eval.run.outcomes import Estimate

_SAMPLES = 2000
_SEED = 20200116
_TAIL = 0.025
"""Probability outside an interval at each end."""


def ratio_estimate(contributions: Sequence[Contribution]) -> Estimate:
    """Ratio of sums with a 95 % percentile interval; a contribution for each question.

    A mean has denominators of 1. A share of claims has the number of claims of each question, which
    are resampled together. Where all questions agree, resampling cannot give another value; the
    interval is then the exact one of Clopper and Pearson (1934) for that number of questions.

    Raises:
        ValueError: if all denominators are 0.
    """
    pairs = np.array(contributions, dtype=float).reshape(-1, 2)
    count = float(pairs[:, 1].sum())
    if not count:
        raise ValueError("nothing to estimate from")
    sums = pairs[_draws(len(pairs))].sum(axis=1)
    there = sums[:, 1] > 0
    values = sums[there, 0] / sums[there, 1]
    value = float(pairs[:, 0].sum()) / count
    if value in (0, 1):
        unseen = 1 - _TAIL ** (1 / int((pairs[:, 1] > 0).sum()))
        low, high = (0.0, unseen) if value == 0 else (1 - unseen, 1.0)
        return Estimate(value=value, low=low, high=high, count=int(count))
    return _estimate(value, values, int(count))


def area_estimate(confidence: Sequence[float], right: Sequence[bool]) -> Estimate:
    """Area under the risk-coverage curve of some answers, with a 95 % percentile interval."""
    value = area_under(risk_coverage(confidence, right))
    areas = resampled_areas(confidence, right, _draws(len(confidence)))
    return _estimate(value, areas, len(confidence))


@lru_cache(maxsize=8)
def _draws(size: int) -> NDArray[np.int64]:
    return np.random.default_rng(_SEED).integers(0, size, (_SAMPLES, size))


def _estimate(value: float, values: NDArray[np.float64], count: int) -> Estimate:
    low, high = np.quantile(values, [_TAIL, 1 - _TAIL])
    return Estimate(value=value, low=float(low), high=float(high), count=count)
