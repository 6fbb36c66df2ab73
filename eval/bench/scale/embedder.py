"""`MadeUpEmbedder`: gives known vectors in place of a model, so that a store is measured alone."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from eval.bench.scale.corpus import DIMENSIONS, Array, Kind
from vectorstore.coding import components
from vectorstore.embedding.embedder import Embedder, EmbedderIdentity
from vectorstore.embedding.load import PACKAGED
from vectorstore.embedding.model import EmbeddedText

_TOKENS, _ASKED_TOKENS = 163, 12
"""Tokens of a passage, as in the articles of `eval.bench.ingest`, and of a question."""
_POOL = 50


class MadeUpEmbedder(Embedder):
    """An embedder that has no model: `known` are the vectors of texts, by text.

    Those of the clustered kind are stored as the packaged model's are, in its coding and with its
    index, and random ones as those of any other model. The tokens of a text are one of a few sets
    of random vectors, spread as the packaged model's where they are stored as those.
    """

    def __init__(self, known: Mapping[str, Array], kind: Kind) -> None:
        super().__init__("made-up", Path())
        self.known = known
        self._kind = kind

    @property
    def identity(self) -> EmbedderIdentity:
        """That of a model with a prompt of its own; by its name, a store chooses the coding."""
        model = PACKAGED if self._kind == "clustered" else "made-up"
        return EmbedderIdentity(model, "made-up", "made-up", DIMENSIONS)

    @property
    def is_as_packaged(self) -> bool:
        """True: its similarities are on the scale of the packaged model's."""
        return True

    def embed_passages(self, texts: Sequence[str]) -> Iterator[EmbeddedText]:
        """The known vectors of passages, and tokens."""
        return (EmbeddedText(self.known[text], self._tokens(text)) for text in texts)

    def encode_passages(self, texts: Sequence[str]) -> Array:
        """The known vectors: (len(texts), dimensions)."""
        return np.stack([self.known[text] for text in texts])

    def embed_question(self, text: str) -> EmbeddedText:
        """The known vector of a question, and tokens."""
        return EmbeddedText(self.known[text], self._tokens(text)[:_ASKED_TOKENS])

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Offsets of tokens of about the same length."""
        return list(pairwise(np.linspace(0, len(text), _TOKENS + 1).astype(int).tolist()))

    def _tokens(self, text: str) -> Array:
        tokens: Array = _pool(self._kind)[zlib.crc32(text.encode()) % _POOL]
        return tokens


@cache
def _pool(kind: Kind) -> Array:
    chance = np.random.default_rng(1)
    if kind == "random":
        return chance.standard_normal((_POOL, _TOKENS, DIMENSIONS), np.float32)
    known = components.of_tokens()
    drawn = chance.standard_normal((_POOL, _TOKENS, known.count), np.float32)
    return known.restore(drawn * known.deviations)
