"""`BestSentence`: baseline for span readers, the sentence most similar to the question."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from eval.metrics.spans import SpanPrediction
from ingest.chunking.sentences import split_sentences
from ingest.metadata.language import detect_language
from vectorstore import Embedder, Span
from vectorstore.calibration import SEARCH


class BestSentence:
    """Predicts the sentence whose vector is most similar to the question's.

    `p_null` falls from 1 at the mean similarity of unrelated texts to 0 at that of related ones.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        # The questions about a paragraph follow one another.
        self._embedded = lru_cache(maxsize=1)(self._embed)

    def predict(self, question: str, context: str) -> SpanPrediction:
        """The most similar sentence of `context`; an empty span if it has none."""
        spans, vectors = self._embedded(context)
        if not spans:
            return SpanPrediction("", 0, 0.0, 1.0)
        similarities = vectors @ self._embedder.encode_query(question)
        best = int(similarities.argmax())
        start, end = spans[best].start, spans[best].end
        score = float(similarities[best])
        apart = SEARCH.related_similarity - SEARCH.unrelated_similarity
        p_null = (SEARCH.related_similarity - score) / apart
        return SpanPrediction(context[start:end], start, score, min(max(p_null, 0.0), 1.0))

    def _embed(self, context: str) -> tuple[list[Span], NDArray[np.float32]]:
        spans = split_sentences(context, detect_language(context))
        texts = [context[span.start : span.end] for span in spans]
        return spans, self._embedder.encode_passages(texts)
