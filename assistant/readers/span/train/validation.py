"""Figures of held-out questions and claims while training, by set."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from assistant.readers.span.scorer import SentenceSpan, SpanScorer
from assistant.readers.span.train.mix import Row
from vectorstore.passage import Passage, Span

Figures = dict[str, tuple[float, float, float]]


def validate(scorer: SpanScorer, sets: Mapping[str, Sequence[Row]]) -> Figures:
    """By set: exact match and F1 of offsets, and AUC of right passages against others."""
    return {name: _validate(scorer, rows) for name, rows in sets.items()}


def validate_claims(scorer: SpanScorer, sets: Mapping[str, Sequence[Row]]) -> Figures:
    """By set: accuracy and AUC of being entailed, and the share that is."""
    return {name: _validate_claims(scorer, rows) for name, rows in sets.items()}


def predict(scorer: SpanScorer, question: str, context: str) -> SentenceSpan:
    """The best span of a context, with its margin over "no answer here"."""
    whole = Span(0, len(context))
    [[found]] = scorer.score(question, [Passage("", 0, len(context), context, (whole,))])
    return found


def overlap(one: Span, other: Span) -> float:
    """F1 of the characters of two spans, 0 to 1."""
    common = max(0, min(one.end, other.end) - max(one.start, other.start))
    return 2 * common / (one.end - one.start + other.end - other.start)


def _span(answer: Mapping[str, Any]) -> Span:
    return Span(answer["start"], answer["start"] + len(answer["text"]))


def _validate(scorer: SpanScorer, rows: Sequence[Row]) -> tuple[float, float, float]:
    others = [*rows[1:], rows[0]]
    found = [predict(scorer, row["question"], row["context"]) for row in rows]
    elsewhere = [
        predict(scorer, row["question"], other["context"])
        for row, other in zip(rows, others, strict=True)
    ]
    overlaps = [
        max(overlap(each.span, _span(answer)) for answer in row["answers"])
        for each, row in zip(found, rows, strict=True)
    ]
    right, wrong = (np.array([each.margin for each in read]) for read in (found, elsewhere))
    return float(np.mean(np.array(overlaps) == 1)), float(np.mean(overlaps)), _auc(right, wrong)


def _validate_claims(scorer: SpanScorer, rows: Sequence[Row]) -> tuple[float, float, float]:
    chances = np.array(scorer.entailment([(row["hypothesis"], row["premise"]) for row in rows]))
    entailed = np.array([row["label"] == "entailment" for row in rows])
    accuracy = ((chances > 0.5) == entailed).mean()
    return float(accuracy), _auc(chances[entailed], chances[~entailed]), float(entailed.mean())


def _auc(higher: "np.ndarray", lower: "np.ndarray") -> float:
    return float((higher[:, None] > lower[None]).mean())
