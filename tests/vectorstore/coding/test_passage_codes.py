"""The vectors of passages are read together, whatever coding each is in."""

import numpy as np
import pytest

from vectorstore.coding import vector_codes
from vectorstore.coding.codings import E5_COMPACT, E5_POOLED, FORMER
from vectorstore.coding.passage_codes import decode_vectors, encode_vectors


def _vectors(count: int) -> np.ndarray:
    vectors = np.random.default_rng(count).normal(size=(count, 384)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_passages_are_read_together_as_alone_and_in_order():
    written = [(7, 3, E5_COMPACT), (2, 0, E5_COMPACT), (5, 2, FORMER), (4, 6, E5_POOLED)]
    written += [(9, 1, E5_COMPACT)]
    rows = [(key, encode_vectors(_vectors(n), coding), coding) for key, n, coding in written]
    found = decode_vectors(rows, 384)
    assert list(found) == [7, 2, 5, 4, 9]
    assert [len(vectors) for vectors in found.values()] == [3, 0, 2, 6, 1]
    for key, codes, coding in rows:
        if codes:
            alone = vector_codes.decode(codes, coding, 384)
            assert np.allclose(found[key], alone, atol=1e-6)
            assert np.abs((found[key] - _vectors(len(alone))) @ _vectors(20).T).max() < 0.03


def test_compact_vectors_are_as_similar_to_themselves_as_they_were():
    """Quantising shortens them, which is made good: otherwise near texts lose most."""
    vectors = _vectors(200)
    (kept,) = decode_vectors([(1, encode_vectors(vectors, E5_COMPACT), E5_COMPACT)], 384).values()
    assert (kept * vectors).sum(axis=1) == pytest.approx(1, abs=2e-3)


def test_no_passages_have_no_vectors():
    assert decode_vectors([], 384) == {}
