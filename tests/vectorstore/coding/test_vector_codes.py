"""What is kept of the vectors of passages and sentences."""

import numpy as np
import pytest

from vectorstore import Embedder
from vectorstore.coding.codings import ANY_MODEL, E5_COMPACT, E5_SMALL, FORMER
from vectorstore.coding.vector_codes import decode, encode


@pytest.mark.parametrize(
    ("coding", "error", "size"),
    [(FORMER, 1e-3, 768), (ANY_MODEL, 3e-3, 386), (E5_SMALL, 3e-3, 386), (E5_COMPACT, 1e-2, 196)],
)
def test_a_question_is_as_similar_to_what_is_kept(embedder: Embedder, coding, error, size):
    texts = ["The river rose on Monday.", "Das Parlament wählte.", "La cosecha fue mala."]
    vectors = embedder.encode_passages(texts)
    codes = encode(vectors, coding)
    assert len(codes) == 3 * size
    asked = embedder.encode_queries(["When did the river rise?", "Wen wählte das Parlament?"])
    kept = decode(codes, coding, 384)
    assert np.abs(asked @ (kept - vectors).T).max() < error


@pytest.mark.parametrize("dimensions", [12, 16, 768, 4096])
def test_vectors_of_any_model_are_kept(dimensions):
    vectors = np.random.default_rng(1).normal(size=(5, dimensions)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[4] = 0
    kept = decode(encode(vectors, ANY_MODEL), ANY_MODEL, dimensions)
    assert np.abs(kept @ vectors.T - vectors @ vectors.T).max() < 0.01
