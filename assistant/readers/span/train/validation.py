"""Figures of held-out questions and claims while training, by set."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import regex

from assistant.readers.span.scorer import SpanScorer
from assistant.readers.span.train.mix import Row
from vectorstore.passage import Passage, Span

Figures = dict[str, tuple[float, float, float]]


def validate(scorer: SpanScorer, sets: Mapping[str, Sequence[Row]]) -> Figures:
    """By set: exact match, F1, and AUC of right passages against those of other questions."""
    return {name: _validate(scorer, rows) for name, rows in sets.items()}


def validate_claims(scorer: SpanScorer, sets: Mapping[str, Sequence[Row]]) -> Figures:
    """By set: accuracy and AUC of being entailed, and the share that is."""
    return {name: _validate_claims(scorer, rows) for name, rows in sets.items()}


def predict(scorer: SpanScorer, question: str, context: str) -> tuple[str, float]:
    """The best span of a context, and its margin over "no answer here"."""
    whole = Span(0, len(context))
    [[found]] = scorer.score(question, [Passage("", 0, len(context), context, (whole,))])
    return context[found.span.start : found.span.end], found.margin


def _validate(scorer: SpanScorer, rows: Sequence[Row]) -> tuple[float, float, float]:
    others = [*rows[1:], rows[0]]
    found = [predict(scorer, row["question"], row["context"]) for row in rows]
    elsewhere = [
        predict(scorer, row["question"], other["context"])
        for row, other in zip(rows, others, strict=True)
    ]
    golds = [[answer["text"] for answer in row["answers"]] for row in rows]
    read = list(zip((text for text, _ in found), golds, strict=True))
    exact = np.mean([max(_words(text) == _words(gold) for gold in each) for text, each in read])
    f1 = np.mean([max(_f1(text, gold) for gold in each) for text, each in read])
    right, wrong = (np.array([margin for _, margin in each]) for each in (found, elsewhere))
    return float(exact), float(f1), _auc(right, wrong)


def _validate_claims(scorer: SpanScorer, rows: Sequence[Row]) -> tuple[float, float, float]:
    chances = np.array(scorer.entailment([(row["hypothesis"], row["premise"]) for row in rows]))
    entailed = np.array([row["label"] == "entailment" for row in rows])
    accuracy = ((chances > 0.5) == entailed).mean()
    return float(accuracy), _auc(chances[entailed], chances[~entailed]), float(entailed.mean())


def _auc(higher: "np.ndarray", lower: "np.ndarray") -> float:
    return float((higher[:, None] > lower[None]).mean())


_UNSPACED = regex.compile(r"([\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}])")


def _words(text: str) -> list[str]:
    spaced = _UNSPACED.sub(r" \1 ", text.casefold())
    return [
        w for w in regex.split(r"[^\p{L}\p{M}\p{N}]+", spaced) if w not in ("", "a", "an", "the")
    ]


def _f1(predicted: str, gold: str) -> float:
    ours, theirs = Counter(_words(predicted)), Counter(_words(gold))
    common = (ours & theirs).total()
    return 2 * common / (ours.total() + theirs.total()) if common else 0.0
