"""Spans from logits: the best pairs of a start and an end."""

import numpy as np
from numpy.typing import NDArray

MOST_TOKENS = 40
"""Longest span."""


def best_span(
    start: NDArray[np.float32], end: NDArray[np.float32], most: int = MOST_TOKENS
) -> tuple[int, int, float]:
    """First and last token of the best span, and its score: the mean of its two logits.

    `start` and `end` (tokens,) are the logits of a passage's tokens, or of a part of it.
    """
    scores = start[:, None] + end[None, :]
    tokens = np.arange(len(start))
    length = tokens[None, :] - tokens[:, None]
    scores = np.where((length >= 0) & (length < most), scores, -np.inf)
    at, until = np.unravel_index(int(scores.argmax()), scores.shape)
    return int(at), int(until), float(scores[at, until]) / 2
