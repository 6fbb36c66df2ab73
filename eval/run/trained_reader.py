"""`TrainedReader`: Citera's span reader as a predictor of one context."""

import math

from assistant.readers.span.scorer import SpanScorer
from eval.metrics.spans import SpanPrediction
from vectorstore import Passage, Span


class TrainedReader:
    """Predicts the best span of a context; what is behind its first 512 tokens is not read."""

    def __init__(self, scorer: SpanScorer) -> None:
        self._scorer = scorer

    def predict(self, question: str, context: str) -> SpanPrediction:
        """The best span of `context`, with its margin over "no answer here" as the score."""
        whole = Span(0, len(context))
        [[found]] = self._scorer.score(question, [Passage("", 0, len(context), context, (whole,))])
        text = context[found.span.start : found.span.end].strip()
        p_null = 1 / (1 + math.exp(min(found.margin, 500.0)))
        return SpanPrediction(text, found.span.start, found.margin, p_null)
