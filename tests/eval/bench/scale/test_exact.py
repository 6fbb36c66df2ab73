"""Exact search, against scores that are all computed at once."""

import numpy as np

from eval.bench.scale.corpus import BATCH, Corpus
from eval.bench.scale.exact import best_passages
from vectorstore.scoring.ranking import Weights


def test_the_best_passages_of_all_batches_are_found():
    corpus, weights = Corpus(BATCH + 30, "random"), Weights(passage=0.3, sentence=0.7)
    asked = np.stack(list(corpus.questions(5).values()))
    vectors = np.vstack([corpus.vectors(0), corpus.vectors(BATCH)])
    for question, best in zip(asked, best_passages(corpus, asked, weights, 4), strict=True):
        alike = vectors @ question
        scores = 0.3 * alike[:, 0] + 0.7 * alike[:, 1:].max(axis=1)
        assert best == {str(number) for number in np.argsort(-scores)[:4]}
