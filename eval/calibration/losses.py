"""Losses and measures of one question each, from recorded features and some values."""

import numpy as np

from assistant.calibration import CALIBRATION
from eval.calibration.arrays import Flags, Floats, Passages, Sentences, Values
from vectorstore.calibration import SEARCH

_BINS = 10


def reciprocal_rank(data: Passages, values: Values) -> Floats:
    """(n,): 1 / rank of the first gold passage; 0 where none was found."""
    return _reciprocal_rank(data.scores(values), data.gold)


def is_first(data: Passages, values: Values) -> Floats:
    """(n,): 1 where a gold passage comes first (acc@1), else 0."""
    first: Floats = (reciprocal_rank(data, values) == 1).astype(float)
    return first


def probabilities(data: Passages, values: Values) -> Floats:
    """(n, m + 1): chance of each candidate to answer, then of none, as `ranking` computes them."""
    plain = {**values, "language_bonus": 0.0}
    none = np.full(len(data.gold), values.get("no_answer_score", SEARCH.no_answer_score))
    scores = np.column_stack([data.scores(plain), none])
    scores /= values.get("temperature", SEARCH.temperature)
    powers: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    powers /= powers.sum(axis=1, keepdims=True)
    return powers


def log_loss(data: Passages, values: Values) -> Floats:
    """(n,): minus the logarithm of the chance given to what is so: the gold passages, or none."""
    chances = probabilities(data, values)
    gold = (chances[:, :-1] * data.gold).sum(axis=1)
    return -np.log(np.maximum(np.where(data.gold.any(axis=1), gold, chances[:, -1]), 1e-12))


def top_chance(data: Passages, values: Values) -> Floats:
    """(n, 2): chance of the likeliest passage, and whether it is gold."""
    chances = probabilities(data, values)[:, :-1]
    top = chances.argmax(axis=1)
    rows = np.arange(len(top))
    return np.column_stack([chances[rows, top], data.gold[rows, top]])


def brier(chance_and_truth: Floats) -> float:
    """Mean square of chance less truth (Brier 1950), of (n, 2)."""
    return float(((chance_and_truth[:, 0] - chance_and_truth[:, 1]) ** 2).mean())


def expected_calibration_error(chance_and_truth: Floats) -> float:
    """Mean distance of chance and share that is true, over ten bins of chance (Guo et al. 2017)."""
    chance, truth = chance_and_truth.T
    bins = np.minimum((chance * _BINS).astype(int), _BINS - 1)
    return sum(
        abs(float((chance[bins == each] - truth[bins == each]).sum())) for each in range(_BINS)
    ) / len(chance)


def sentence_reciprocal_rank(data: Sentences, values: Values) -> Floats:
    """(n,): 1 / rank of the first gold sentence; 0 where none was recorded."""
    return _reciprocal_rank(sentence_scores(data, values), data.gold)


def is_among_four(data: Sentences, values: Values) -> Floats:
    """(n,): 1 where a gold sentence is among the first four, else 0."""
    return (sentence_reciprocal_rank(data, values) >= 1 / 4).astype(float)


def articles_among_four(data: Sentences, values: Values) -> Floats:
    """(n,): number of articles that the first four sentences are of."""
    order = np.argsort(-sentence_scores(data, values), axis=1, kind="stable")[:, :4]
    found = np.where(data.there, data.article, -1)[np.arange(len(order))[:, None], order]
    return np.array([len(set(row.tolist()) - {-1}) for row in found], float)


def sentence_scores(data: Sentences, values: Values) -> Floats:
    """(n, m): scores of sentences as evidence, as `assistant.evidence` computes them."""
    used = {
        "sentence_token_weight": SEARCH.sentence_token_weight,
        "foreign_weight": CALIBRATION.evidence.foreign_weight,
        "repeated_penalty": CALIBRATION.evidence.repeated_penalty,
        **values,
    }
    scores = data.passage + data.similarity + used["sentence_token_weight"] * data.tokens
    scores += used["foreign_weight"] * SEARCH.language_bonus * data.foreign
    scores = np.where(data.there, scores, -np.inf)
    same = data.article[:, :, None] == data.article[:, None, :]
    better = (same & (scores[:, None, :] > scores[:, :, None])).sum(axis=2)
    scores -= used["repeated_penalty"] * better
    return scores


def _reciprocal_rank(scores: Floats, gold: Flags) -> Floats:
    best = np.where(gold, scores, -np.inf).max(axis=1)
    rank = 1 + (scores > best[:, None]).sum(axis=1)
    return np.where(gold.any(axis=1), 1 / rank, 0.0)
