"""Exact search: all vectors are compared, which tells what an approximate index leaves out."""

import numpy as np

from eval.bench.scale.corpus import BATCH, Array, Corpus
from vectorstore.scoring.ranking import Weights


def best_passages(corpus: Corpus, questions: Array, weights: Weights, count: int) -> list[set[str]]:
    """Sources of the `count` best passages for each of `questions` (n, dimensions).

    A passage's score is that of a search by vectors alone: `weights` of its own similarity and of
    its best sentence's.
    """
    scores = np.zeros((len(questions), 0), np.float32)
    numbers = np.zeros((len(questions), 0), np.int64)
    for first in range(0, corpus.size, BATCH):
        alike = corpus.vectors(first) @ questions.T  # (passage, vector, question)
        new = weights.passage * alike[:, 0] + weights.sentence * alike[:, 1:].max(axis=1)
        ids = np.broadcast_to(np.arange(first, first + len(new)), new.T.shape)
        scores, numbers = np.hstack([scores, new.T]), np.hstack([numbers, ids])
        best = np.argsort(-scores, axis=1)[:, :count]
        scores = np.take_along_axis(scores, best, 1)
        numbers = np.take_along_axis(numbers, best, 1)
    return [{str(number) for number in row} for row in numbers.tolist()]
