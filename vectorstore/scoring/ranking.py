"""How the evidence for a passage is weighed, and what chance of an answer that means."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vectorstore.passage import ScoredPassage

TEMPERATURE = 0.027
NO_ANSWER = 1.026
"""Score at which a passage is as likely to answer as it is that none does."""

_TIE = 0.002
_LOGIT = 0.1
"""What a unit of a reranker's log-odds adds to a score: enough to outweigh any other evidence."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each kind of evidence counts for in a passage's score.

    The same for every language and pair of languages. Right passages come first about equally
    often for weights half or twice as large; `citera eval --ablate` shows what each part gives.
    """

    passage: float = 0.4
    """Cosine similarity of the passage's own vector."""
    sentence: float = 0.6
    """Cosine similarity of its most similar sentence."""
    tokens: float = 0.32
    """Late interaction of the query's and the passage's tokens."""
    sentence_tokens: float = 1.5
    """The same with a sentence's tokens, beside its similarity: how well it matches, of those of
    the passages found. Their order does not depend on it."""
    lexical: float = 0.08
    """BM25 as a share of the query's weight."""


def probabilities(scores: Sequence[float]) -> NDArray[np.float64]:
    """Chance of each passage to hold the answer: a softmax in which no answer takes part.

    Fitted for the packaged embedding model on XQuAD's questions, with every other one's paragraph
    taken away, in four language pairs; chances given to paragraphs of one half of it by a fit on
    the other half were off by 0.04 to 0.08 (expected calibration error). For another model only
    the order is meant.
    """
    logits = np.array([*scores, NO_ANSWER]) / TEMPERATURE
    powers = np.exp(logits - logits.max())
    return (powers / powers.sum())[:-1]


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

    A hit scores alike with the best one of its group if it is less than 0.002 behind it.
    """
    groups: list[list[ScoredPassage]] = []
    for hit in sorted(hits, key=lambda hit: (-hit.score, hit.passage.id)):
        if groups and groups[-1][0].score - hit.score < _TIE:
            groups[-1].append(hit)
        else:
            groups.append([hit])
    return [
        hit
        for group in groups
        for hit in sorted(group, key=lambda hit: hit.article.date or "", reverse=True)
    ]
