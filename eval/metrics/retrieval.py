"""Ranked retrieval metrics: hit@k, MRR, nDCG, and ragas' context precision and recall.

`relevant` tells, in order of rank, whether each passage overlaps gold evidence.
"""

import math
from collections.abc import Sequence

from eval.datasets.questions import Fact, GoldEvidence


def is_relevant(source: str, start: int, end: int, evidence: Sequence[GoldEvidence]) -> bool:
    """Whether a span of an article, in code points, overlaps one of the gold spans."""
    return any(
        source.endswith(gold.source) and start < gold.end and gold.start < end for gold in evidence
    )


def hit_at(k: int, relevant: Sequence[bool]) -> float:
    """Hit at `k`: 1 if one of the first `k` passages is relevant, else 0."""
    return float(any(relevant[:k]))


def reciprocal_rank(relevant: Sequence[bool]) -> float:
    """Reciprocal rank of the first relevant passage, 0 if there is none; MRR is the mean."""
    return next((1 / rank for rank, good in enumerate(relevant, start=1) if good), 0.0)


def ndcg_at(k: int, relevant: Sequence[bool], count: int) -> float:
    """Normalised discounted cumulative gain (Järvelin & Kekäläinen 2002) with binary gains.

    `count` is the number of relevant passages in the whole store.
    """
    gain = sum(1 / math.log2(rank + 1) for rank, good in enumerate(relevant[:k], start=1) if good)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(k, count) + 1))
    return min(1.0, gain / ideal) if ideal else 0.0


def context_precision(relevant: Sequence[bool]) -> float:
    """Context precision (ragas): the mean of the precisions at the ranks of relevant passages.

    It is high if relevant passages come first. Gold evidence decides on relevance, not a model.
    """
    at_hits = [sum(relevant[:rank]) / rank for rank, good in enumerate(relevant, start=1) if good]
    return sum(at_hits) / len(at_hits) if at_hits else 0.0


def context_recall(spans: Sequence[tuple[str, int, int]], facts: Sequence[Fact]) -> float:
    """Context recall (ragas): the share of the gold facts with evidence among retrieved spans.

    `spans` are (source, start, end). Gold facts take the place of the claims of ragas' reference;
    one proof of a fact is enough.
    """
    found = sum(any(is_relevant(*span, fact.evidence) for span in spans) for fact in facts)
    return found / len(facts) if facts else 0.0


def id_based_context_precision(relevant: Sequence[bool]) -> float:
    """ID-based context precision (ragas): the share of retrieved passages that are relevant."""
    return sum(relevant) / len(relevant) if relevant else 0.0


def id_based_context_recall(relevant: Sequence[bool], count: int) -> float:
    """ID-based context recall (ragas): the share of the `count` relevant ones retrieved."""
    return min(1.0, sum(relevant) / count) if count else 0.0
