"""Fits the weights of the search on a panel of sets, and compares weights on sets left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from eval.calibration.panel_features import PanelFeatures
from vectorstore.scoring.ranking import Weights

_SENTENCE = (0.0, 0.3, 0.6, 0.8, 1.0)
_TOKENS = (0.0, 0.16, 0.32, 0.48, 0.64, 0.96, 1.4, 2.0)
_LEXICAL = (0.0, 0.04, 0.08, 0.12, 0.16, 0.2, 0.3)
_DRAWS = 2000

Ranks = NDArray[np.int64]
"""(n,): rank of the first passage of a text that answers, from 0."""


@dataclass(frozen=True)
class PanelSet:
    """Questions in one language (ISO 639-1, `asked`), and the texts in one that they are asked of.

    Sets of one `source` have texts or questions in common, and are left out of a fit together.
    """

    source: str
    asked: str
    held: str
    features: PanelFeatures

    @property
    def is_across(self) -> bool:
        """Whether questions and texts are in different languages."""
        return self.asked != self.held


def ranks(features: PanelFeatures, weights: Weights) -> Ranks:
    """Ranks by the weighted sum of all kinds of evidence, among all passages of the store."""
    scores = (
        weights.passage * features.passage
        + weights.sentence * features.sentence
        + weights.tokens * features.tokens
        + weights.lexical * features.lexical
    )
    best = np.where(features.gold, scores, -np.inf).max(axis=1)
    found: Ranks = (scores > best[:, None]).sum(axis=1)
    return found


class WeightFit:
    """Fits weights by a grid, in which those of passage and sentence sum to 1."""

    def __init__(self, sets: Sequence[PanelSet]) -> None:
        self._sets = sets
        self._points = [
            Weights(passage=round(1 - own, 3), sentence=own, tokens=tokens, lexical=lexical)
            for own, tokens, lexical in product(_SENTENCE, _TOKENS, _LEXICAL)
        ]
        self._mrr = np.array(
            [[_mrr(each.features, weights) for weights in self._points] for each in sets]
        )

    def best(self, used: Callable[[PanelSet], bool]) -> Weights:
        """Weights with the highest MRR on the sets that are `used`: a mean over their sources.

        Those in use where there is no such set.
        """
        chosen = [(at, each.source) for at, each in enumerate(self._sets) if used(each)]
        means = [
            self._mrr[[at for at, source in chosen if source == name]].mean(axis=0)
            for name in sorted({source for _, source in chosen})
        ]
        if not means:
            return Weights()
        return self._points[int(np.mean(means, axis=0).round(9).argmax())]


def gain_interval(first: Sequence[Ranks], second: Sequence[Ranks]) -> tuple[float, float, float]:
    """Gain in acc@1 of the first ranks over the second, and its 95 % interval.

    The mean over sets, each with a pair of ranks of the same questions, which are resampled within
    their set (paired bootstrap).
    """
    gains = [(a == 0).astype(float) - (b == 0) for a, b in zip(first, second, strict=True)]
    rng = np.random.default_rng(0)
    drawn = [rng.choice(gain, (_DRAWS, len(gain))).mean(axis=1) for gain in gains]
    low, high = np.percentile(np.mean(drawn, axis=0), [2.5, 97.5])
    return float(np.mean([gain.mean() for gain in gains])), float(low), float(high)


def _mrr(features: PanelFeatures, weights: Weights) -> float:
    return float((1 / (1 + ranks(features, weights))).mean())
