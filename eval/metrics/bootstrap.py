"""Bootstrap confidence intervals (Efron 1979), over questions."""

from collections.abc import Sequence

import numpy as np

from eval.outcomes import Estimate

_SAMPLES = 2000
_SEED = 20200116


def ratio_estimate(parts: Sequence[tuple[float, float]]) -> Estimate:
    """Sum of numerators over sum of denominators, with a percentile interval of 95 percent.

    `parts` has a (numerator, denominator) for each question. A mean has denominators of 1; a
    share of claims has the claims of each question, which stay together when resampled.
    """
    pairs = np.array(parts, dtype=float).reshape(-1, 2)
    count = float(pairs[:, 1].sum())
    if not count:
        raise ValueError("nothing to estimate from")
    draws = np.random.default_rng(_SEED).integers(0, len(pairs), (_SAMPLES, len(pairs)))
    sums = pairs[draws].sum(axis=1)
    there = sums[:, 1] > 0
    values = sums[there, 0] / sums[there, 1]
    low, high = np.quantile(values, [0.025, 0.975])
    return Estimate(
        value=float(pairs[:, 0].sum()) / count, low=float(low), high=float(high), count=int(count)
    )
