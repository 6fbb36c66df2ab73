"""Answering where the sources do not say, and refusing where they do.

Hallucination rate and error rate are NoMIRACL's (Thakur et al. 2024); the risk-coverage curve is
that of selective prediction (El-Yaniv & Wiener 2010; Geifman & El-Yaniv 2017).
"""

from collections.abc import Sequence


def refusal_f1(refused: Sequence[bool], should: Sequence[bool]) -> float:
    """F1 of refusing: its precision over those refused, its recall over those to be refused."""
    both = sum(did and ought for did, ought in zip(refused, should, strict=True))
    return 2 * both / (sum(refused) + sum(should)) if both else 0.0


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
    """Mean risk over all coverages, 0 at best: the area under a risk-coverage curve."""
    area, before = 0.0, 0.0
    for coverage, risk in points:
        area += (coverage - before) * risk
        before = coverage
    return area
