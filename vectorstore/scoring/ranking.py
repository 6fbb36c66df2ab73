"""Weights of the scores, their calibration to probabilities, and the order of results."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vectorstore.calibration import SEARCH
from vectorstore.passage import ScoredPassage

_LOGIT = 0.1
"""Score per unit of a reranker's log-odds: large enough to outweigh all other evidence."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the kinds of evidence in a passage's score.

    They are equal for all languages and pairs of languages; `citera eval --ablate` shows the effect
    of each.
    """

    passage: float = SEARCH.passage_weight
    """Cosine similarity of the passage's own vector."""
    sentence: float = SEARCH.sentence_weight
    """Cosine similarity of its most similar sentence."""
    tokens: float = SEARCH.token_weight
    """Late interaction of the query's and the passage's tokens."""
    sentence_tokens: float = SEARCH.sentence_token_weight
    """Late interaction of the query's and a sentence's tokens, in the score of the sentence only;
    the order of passages does not depend on it."""
    lexical: float = SEARCH.lexical_weight
    """BM25 as a share of the query's total weight."""


def probabilities(scores: Sequence[float]) -> NDArray[np.float64]:
    """Probability of each passage to contain the answer: a softmax with "no answer" as a candidate.

    Calibrated for the packaged embedding model; for another one only the order is meant.
    """
    logits = np.array([*scores, SEARCH.no_answer_score]) / SEARCH.temperature
    powers: NDArray[np.float64] = np.exp(logits - logits.max())
    powers /= powers.sum()
    return powers[:-1]


def reranked(hits: Sequence[ScoredPassage], logits: NDArray[np.float64]) -> list[ScoredPassage]:
    """Hits with scores and probabilities computed from a reranker's log-odds, one for each hit.

    The new scores hold no language bonus, so that of the hits becomes 0.
    """
    chances = 1 / (1 + np.exp(-np.clip(logits, -50, 50)))
    return [
        replace(hit, score=_LOGIT * float(logit), probability=float(chance), language_bonus=0.0)
        for hit, logit, chance in zip(hits, logits, chances, strict=True)
    ]


def newest_among_equals(hits: Sequence[ScoredPassage]) -> list[ScoredPassage]:
    """Hits sorted by score, best first; among ties, those of newer articles first.

    A hit is tied with the best hit of its group if it scores less than `SEARCH.tie` below it.
    """
    groups: list[list[ScoredPassage]] = []
    for hit in sorted(hits, key=lambda hit: (-hit.score, hit.passage.id)):
        if groups and groups[-1][0].score - hit.score < SEARCH.tie:
            groups[-1].append(hit)
        else:
            groups.append([hit])
    return [
        hit
        for group in groups
        for hit in sorted(group, key=lambda hit: hit.article.date or "", reverse=True)
    ]
