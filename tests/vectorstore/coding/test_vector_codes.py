"""What is kept of the vectors of passages and sentences."""

import numpy as np
import pytest

from vectorstore import Embedder
from vectorstore.coding.codings import ANY_MODEL, E5_COMPACT, E5_SMALL, FORMER
from vectorstore.coding.vector_codes import decode, dot_each, encode, first


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


@pytest.mark.parametrize("coding", [FORMER, ANY_MODEL, E5_SMALL, E5_COMPACT])
def test_products_and_the_first_vector_are_those_of_the_decoded_vectors(coding):
    chance = np.random.default_rng(2)
    groups = [chance.normal(size=(n, 384)).astype(np.float32) for n in (3, 1, 4)]
    codes = [encode(each / np.linalg.norm(each, axis=1, keepdims=True), coding) for each in groups]
    query = chance.normal(size=384).astype(np.float32)
    for each, products in zip(codes, dot_each(codes, coding, query), strict=True):
        vectors = decode(each, coding, 384)
        assert products == pytest.approx(vectors @ query, abs=1e-4)
        assert decode(first(each, coding, 384), coding, 384) == pytest.approx(vectors[:1], abs=1e-6)
