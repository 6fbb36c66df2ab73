"""Ranked retrieval: hit@k, MRR, nDCG, and ragas' context precision and recall."""

import math
from collections.abc import Sequence

from eval.datasets.questions import Fact, GoldEvidence


def is_relevant(source: str, start: int, end: int, evidence: Sequence[GoldEvidence]) -> bool:
    """Whether a stretch of an article overlaps one of the gold spans."""
    return any(
        source.endswith(gold.source) and start < gold.end and gold.start < end for gold in evidence
    )


def hit_at(k: int, relevant: Sequence[bool]) -> float:
    """1 where one of the first `k` is relevant."""
    return float(any(relevant[:k]))


def reciprocal_rank(relevant: Sequence[bool]) -> float:
    """1 / rank of the first relevant one, 0 where there is none (MRR is the mean of these)."""
    return next((1 / rank for rank, good in enumerate(relevant, start=1) if good), 0.0)


def ndcg_at(k: int, relevant: Sequence[bool], count: int) -> float:
    """Normalised discounted cumulative gain (Järvelin & Kekäläinen 2002) with binary gains.

    `count` is how many relevant ones there are in all.
    """
    gain = sum(1 / math.log2(rank + 1) for rank, good in enumerate(relevant[:k], start=1) if good)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(k, count) + 1))
    return min(1.0, gain / ideal) if ideal else 0.0


def context_precision(relevant: Sequence[bool]) -> float:
    """Mean of the precisions at the ranks of the relevant ones (ragas: ContextPrecision).

    High where the relevant stand first. Gold evidence decides here, not a model.
    """
    at_hits = [sum(relevant[:rank]) / rank for rank, good in enumerate(relevant, start=1) if good]
    return sum(at_hits) / len(at_hits) if at_hits else 0.0


def context_recall(spans: Sequence[tuple[str, int, int]], facts: Sequence[Fact]) -> float:
    """Share of the gold facts with evidence among retrieved `spans` (source, start, end).

    As ragas' ContextRecall, with gold facts for the claims of a reference: of several proofs of a
    fact one is enough.
    """
    found = sum(any(is_relevant(*span, fact.evidence) for span in spans) for fact in facts)
    return found / len(facts) if facts else 0.0


def id_based_context_precision(relevant: Sequence[bool]) -> float:
    """Share of the retrieved that is relevant, in whatever order (ragas' metric of this name)."""
    return sum(relevant) / len(relevant) if relevant else 0.0


def id_based_context_recall(relevant: Sequence[bool], count: int) -> float:
    """Share of the `count` relevant ones that was retrieved (ragas' metric of this name)."""
    return min(1.0, sum(relevant) / count) if count else 0.0
