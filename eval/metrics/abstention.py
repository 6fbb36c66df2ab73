"""Abstention metrics: the F1 score of refusals and the risk-coverage curve.

The risk-coverage curve is that of selective prediction (El-Yaniv & Wiener 2010; Geifman & El-Yaniv
2017).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def refusal_share(refused: bool, should: bool) -> tuple[float, float]:
    """Contribution of one question to the F1 score of refusals, a ratio of sums.

    F1 = 2 * (questions rightly refused) / (questions refused + questions to be refused).
    """
    return 2.0 * (refused and should), float(refused) + float(should)


def risk_coverage(confidence: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """Risk-coverage curve: points (coverage, risk) as answers are accepted by falling confidence.

    Coverage is the share of answers accepted, and risk the share of these that is wrong. Answers of
    equal confidence are accepted together.
    """
    ranked = sorted(zip(confidence, right, strict=True), key=lambda pair: -pair[0])
    points, wrong = [], 0
    for taken, (sure, good) in enumerate(ranked, start=1):
        wrong += not good
        if taken == len(ranked) or ranked[taken][0] != sure:
            points.append((taken / len(ranked), wrong / taken))
    return points


def area_under(points: Sequence[tuple[float, float]]) -> float:
    """Area under a risk-coverage curve: the mean risk over all coverages, 0 to 1."""
    area, before = 0.0, 0.0
    for coverage, risk in points:
        area += (coverage - before) * risk
        before = coverage
    return area


def resampled_areas(
    confidence: Sequence[float], right: Sequence[bool], draws: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Areas under the risk-coverage curves of bootstrap samples, shape (samples,).

    `draws` has shape (samples, answers): indices of answers, drawn with replacement.
    """
    size = draws.shape[1]
    sure = np.asarray(confidence, dtype=float)[draws]
    order = np.argsort(-sure, axis=1, kind="stable")
    sure = np.take_along_axis(sure, order, axis=1)
    wrong = np.cumsum(~np.take_along_axis(np.asarray(right, dtype=bool)[draws], order, axis=1), 1)
    # The risk of answers of equal confidence is that at the last of them.
    last = np.ones(draws.shape, dtype=bool)
    last[:, :-1] = sure[:, :-1] != sure[:, 1:]
    place = np.where(last, np.arange(size), size)
    end = np.minimum.accumulate(place[:, ::-1], axis=1)[:, ::-1]
    areas: NDArray[np.float64] = (np.take_along_axis(wrong, end, axis=1) / (end + 1)).mean(axis=1)
    return areas
