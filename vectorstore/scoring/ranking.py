"""How the evidence for a passage is weighed, and what chance of an answer that means."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vectorstore.calibration import SEARCH
from vectorstore.passage import ScoredPassage

_LOGIT = 0.1
"""What a unit of a reranker's log-odds adds to a score: enough to outweigh any other evidence."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each kind of evidence counts for in a passage's score.

    The same for every language and pair of languages; `citera eval --ablate` shows what each part
    gives.
    """

    passage: float = SEARCH.passage_weight
    """Cosine similarity of the passage's own vector."""
    sentence: float = SEARCH.sentence_weight
    """Cosine similarity of its most similar sentence."""
    tokens: float = SEARCH.token_weight
    """Late interaction of the query's and the passage's tokens."""
    sentence_tokens: float = SEARCH.sentence_token_weight
    """The same with a sentence's tokens, beside its similarity: how well it matches, of those of
    the passages found. Their order does not depend on it."""
    lexical: float = SEARCH.lexical_weight
    """BM25 as a share of the query's weight."""


def probabilities(scores: Sequence[float]) -> NDArray[np.float64]:
    """Chance of each passage to hold the answer: a softmax in which no answer takes part.

    Calibrated for the packaged embedding model; for another one only the order is meant.
    """
    logits = np.array([*scores, SEARCH.no_answer_score]) / SEARCH.temperature
    powers: NDArray[np.float64] = np.exp(logits - logits.max())
    powers /= powers.sum()
    return powers[:-1]


def reranked(hits: Sequence[ScoredPassage], logits: NDArray[np.float64]) -> list[ScoredPassage]:
    """Hits with a reranker's log-odds, one each, as their scores and chances of an answer.

    The new scores hold no language bonus, so that of the hits becomes 0.
    """
    chances = 1 / (1 + np.exp(-np.clip(logits, -50, 50)))
    return [
        replace(hit, score=_LOGIT * float(logit), probability=float(chance), language_bonus=0.0)
        for hit, logit, chance in zip(hits, logits, chances, strict=True)
    ]


def newest_among_equals(hits: Sequence[ScoredPassage]) -> list[ScoredPassage]:
    """Hits best first; those that score alike in the order of their articles' dates, newest first.

    A hit scores alike with the best one of its group if it is less than `SEARCH.tie` behind it.
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
