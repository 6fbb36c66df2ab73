"""Loads the trained model beside the packaged embedding model."""

import threading
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.embedding.embedder import Embedder
from vectorstore.embedding.load import PACKAGED
from vectorstore.memory import release_free_memory

if TYPE_CHECKING:
    from assistant.readers.span.scorer import SpanScorer


class SpanModelLoader:
    """Loads the model once, when it is first asked for; threads may share it.

    The embeddings and the lower layers are those of the store's model where it is the packaged one.
    """

    def __init__(self, embedder: Callable[[], Embedder], cache: Path) -> None:
        self._embedder, self._cache = embedder, cache
        self._lock = threading.Lock()

    def __call__(self) -> "SpanScorer":
        """The loaded model. Raises `ModelUnavailable` where it cannot be had."""
        with self._lock:
            return self._scorer

    @cached_property
    def _scorer(self) -> "SpanScorer":
        from assistant.readers.span.scorer import SpanScorer
        from assistant.readers.span.weights import load_weights

        embedder = self._embedder()
        if not embedder.is_packaged:
            embedder = Embedder(PACKAGED, self._cache)
        encoder, tokenizer = embedder.encoder()
        scorer = SpanScorer(load_weights(encoder, encoder.dtype), tokenizer)
        release_free_memory()  # what the files of the models were read into
        return scorer
