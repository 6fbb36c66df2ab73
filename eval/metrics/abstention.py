"""Answering where the sources do not say, and refusing where they do.

Hallucination rate and error rate are NoMIRACL's (Thakur et al. 2024); the risk-coverage curve is
that of selective prediction (El-Yaniv & Wiener 2010; Geifman & El-Yaniv 2017).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def refusal_share(refused: bool, should: bool) -> tuple[float, float]:
    """What one question adds to both sides of the F1 of refusing, a ratio of sums.

    F1 is twice those rightly refused, over those refused and those to be refused together.
    """
    return 2.0 * (refused and should), float(refused) + float(should)


def risk_coverage(confidence: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """Points (coverage, risk), as answers are taken in by falling confidence.

    Risk is the share that is wrong among those taken. Answers of equal confidence come together.
    """
    ranked = sorted(zip(confidence, right, strict=True), key=lambda pair: -pair[0])
    points, wrong = [], 0
    for taken, (sure, good) in enumerate(ranked, start=1):
        wrong += not good
        if taken == len(ranked) or ranked[taken][0] != sure:
            points.append((taken / len(ranked), wrong / taken))
    return points


def area_under(points: Sequence[tuple[float, float]]) -> float:
    """Mean risk over all coverages, from 0 to 1: the area under a risk-coverage curve."""
    area, before = 0.0, 0.0
    for coverage, risk in points:
        area += (coverage - before) * risk
        before = coverage
    return area


def resampled_areas(
    confidence: Sequence[float], right: Sequence[bool], draws: NDArray[np.int64]
) -> NDArray[np.float64]:
    """`area_under` the curve of each row of `draws`: numbers of answers, drawn with repetition."""
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
