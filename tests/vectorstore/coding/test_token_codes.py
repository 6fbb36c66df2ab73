"""What is kept of the vectors of tokens."""

import numpy as np
import pytest

from vectorstore import Embedder
from vectorstore.coding import pooling
from vectorstore.coding.codings import ANY_MODEL, E5_COMPACT, E5_POOLED, E5_SMALL, FORMER
from vectorstore.coding.rotation import Array, rotate
from vectorstore.coding.token_codes import (
    decode,
    decode_mean,
    encode,
    in_space,
    recode,
    restored,
    vector_of_token,
)

TEXT = "Der Fluss trat am Montag über die Ufer und stieg weiter."


@pytest.mark.parametrize(("coding", "least", "size"), [(FORMER, 0.9, 98), (E5_SMALL, 0.8, 50)])
def test_codes_are_small_and_close(embedder: Embedder, coding, least, size) -> None:
    (text,) = embedder.embed_passages([TEXT])
    codes = encode(text.tokens, coding)
    kept = restored(decode(codes, coding, 384), coding)
    cosines = (kept * text.tokens).sum(1) / np.linalg.norm(kept, axis=1)
    cosines /= np.linalg.norm(text.tokens, axis=1)
    assert cosines.min() > least
    assert len(codes) == len(text.tokens) * size + 2 * decode_mean(codes, coding, 384).size
    center = decode_mean(codes, coding, 384)
    assert np.allclose(center, in_space(text.tokens, coding).mean(axis=0), atol=1e-2)


@pytest.mark.parametrize(
    ("former", "coding"),
    [
        (E5_POOLED, E5_POOLED),
        *((each, E5_COMPACT) for each in (FORMER, E5_SMALL, E5_POOLED, E5_COMPACT)),
    ],
)
def test_pooled_tokens_keep_their_places(embedder: Embedder, former, coding) -> None:
    """Whether they are pooled when they are embedded or by another version's codes."""
    (text,) = embedder.embed_passages([TEXT])
    count = len(text.tokens)
    codes = recode(encode(text.tokens, former), former, coding, 384)
    vectors = decode(codes, coding, 384)
    assert len(vectors) == -(-count // 2)
    assert len(codes) == {E5_POOLED: _pooled_size, E5_COMPACT: _compact_size}[coding](count)
    clusters = vector_of_token(codes, coding, 384)
    kept = vectors[clusters]
    own = in_space(text.tokens, coding)
    mean = decode_mean(codes, coding, 384)
    assert np.allclose(mean, own.mean(axis=0), atol=0.1)
    pooled = pooling.means(own, clusters)
    assert np.diag(_cosines(pooled - mean, vectors - mean)).min() > 0.7
    cosines = _cosines(own - mean, kept - mean)
    assert np.diag(cosines).mean() > cosines.mean() + 0.5


def _pooled_size(tokens: int) -> int:
    clusters = -(-tokens // 2)
    return 2 * 192 + 50 * clusters + tokens + 2


def _compact_size(tokens: int) -> int:
    clusters = -(-tokens // 2)
    return 2 + 192 + 45 * clusters + -(-tokens // 8) + tokens - clusters + 4


def _cosines(some: Array, others: Array) -> Array:
    lengths = np.linalg.norm(some, axis=1)[:, None] * np.linalg.norm(others, axis=1)
    return some @ others.T / lengths


def test_one_token_and_equal_tokens_can_be_coded() -> None:
    same = np.ones((3, 8), np.float32)
    for tokens in (same[:1], same):
        assert np.allclose(
            decode(encode(tokens, ANY_MODEL), ANY_MODEL, 8), rotate(tokens), atol=1e-2
        )
