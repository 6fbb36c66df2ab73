"""`MadeUpEmbedder`: gives known vectors in place of a model, so that a store is measured alone."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from eval.bench.scale.corpus import DIMENSIONS, Array
from vectorstore.embedding.embedder import Embedder, EmbedderIdentity
from vectorstore.embedding.model import EmbeddedText

_TOKENS, _ASKED_TOKENS = 163, 12
"""Tokens of a passage, as in the articles of `eval.bench.ingest`, and of a question."""
_POOL = 50


class MadeUpEmbedder(Embedder):
    """An embedder that has no model: `known` are the vectors of texts, by text.

    The tokens of a text are one of a few sets of random vectors.
    """

    def __init__(self, known: Mapping[str, Array]) -> None:
        super().__init__("made-up", Path())
        self.known = known

    @property
    def identity(self) -> EmbedderIdentity:
        """That of a model without prompts."""
        return EmbedderIdentity("made-up", "", "", DIMENSIONS)

    @property
    def is_as_packaged(self) -> bool:
        """True: its similarities are on the scale of the packaged model's."""
        return True

    def embed_passages(self, texts: Sequence[str]) -> Iterator[EmbeddedText]:
        """The known vectors of passages, and tokens."""
        return (EmbeddedText(self.known[text], _tokens(text)) for text in texts)

    def encode_passages(self, texts: Sequence[str]) -> Array:
        """The known vectors: (len(texts), dimensions)."""
        return np.stack([self.known[text] for text in texts])

    def embed_question(self, text: str) -> EmbeddedText:
        """The known vector of a question, and tokens."""
        return EmbeddedText(self.known[text], _tokens(text)[:_ASKED_TOKENS])

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Offsets of tokens of about the same length."""
        return list(pairwise(np.linspace(0, len(text), _TOKENS + 1).astype(int).tolist()))


def _tokens(text: str) -> Array:
    tokens: Array = _pool()[zlib.crc32(text.encode()) % _POOL]
    return tokens


@cache
def _pool() -> Array:
    return np.random.default_rng(1).standard_normal((_POOL, _TOKENS, DIMENSIONS), np.float32)
