"""Dense search at two granularities: a passage counts by its own vector and its best sentence's."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from vectorstore.catalogue import Catalogue
from vectorstore.passage import ScoredPassage
from vectorstore.vectors import GRANULARITIES, VectorKey, Vectors, passage_key, sentence_keys

CANDIDATES = {"passages": 30, "sentences": 60}
"""Nearest vectors looked at, of each granularity. A long passage's own vector blurs, a sentence's
lacks context; on XQuAD both together put the right passage first more often than either alone."""


def search(
    catalogue: Catalogue, vectors: Vectors, query: NDArray[np.float32], k: int
) -> list[ScoredPassage]:
    """The `k` passages that match the vector of a query best, best first.

    The score is the mean of the cosine similarities of the passage and of its best sentence.
    """
    nearest = [
        hit
        for granularity in GRANULARITIES
        for hit in vectors.nearest(granularity, query, max(CANDIDATES[granularity], 4 * k))
    ]
    scored = _score(catalogue, vectors, query, dict.fromkeys(nearest))
    return sorted(scored, key=lambda hit: (-hit.score, hit.passage.id))[:k]


def _score(
    catalogue: Catalogue,
    vectors: Vectors,
    query: NDArray[np.float32],
    nearest: Iterable[tuple[str, int]],
) -> list[ScoredPassage]:
    found = _live_passages(catalogue, list(nearest))
    own = vectors.fetch("passages", [passage_key(revision, p) for revision, p, _ in found])
    parts = vectors.fetch(
        "sentences", [key for revision, p, _ in found for key in sentence_keys(revision, p)]
    )
    scored = []
    for revision, passage, article in found:
        sentences = _similarities(parts, sentence_keys(revision, passage), query)
        whole = _similarities(own, [passage_key(revision, passage)], query)
        if not whole or not sentences:  # replaced by another process while this one searched
            continue
        score = (whole[0] + max(sentences)) / 2
        scored.append(ScoredPassage(passage, article, score, tuple(sentences)))
    return scored


def _live_passages(catalogue: Catalogue, nearest: Sequence[tuple[str, int]]) -> list[tuple]:
    """(revision, passage, article) of the hits whose article still has that revision."""
    live = catalogue.live(list({revision for revision, _ in nearest}))
    found = []
    for revision, article_id in live.items():
        article = catalogue.article(article_id)
        if article is None:
            continue
        starts = {start for hit, start in nearest if hit == revision}
        for passage in catalogue.passages(article):
            if passage.start in starts:
                found.append((revision, passage, article))
    return found


def _similarities(
    vectors: dict[VectorKey, NDArray[np.float32]],
    keys: Sequence[VectorKey],
    query: NDArray[np.float32],
) -> list[float]:
    return [float(vectors[key] @ query) for key in keys if key in vectors]
