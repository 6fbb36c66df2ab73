"""Token codes: what is kept of token vectors, and how they are matched."""

import numpy as np
import pytest

from vectorstore import Embedder
from vectorstore.scoring.token_codes import decode, encode, max_sim, rotate, similarities


@pytest.mark.parametrize("dimensions", [384, 768, 1024, 12])
def test_rotation_keeps_lengths_and_angles(dimensions: int) -> None:
    vectors = np.random.default_rng(1).normal(size=(7, dimensions)).astype(np.float32)
    rotated = rotate(vectors)
    assert np.allclose(rotated @ rotated.T, vectors @ vectors.T, rtol=1e-3, atol=1e-3)


def test_codes_are_small_and_close(embedder: Embedder) -> None:
    (text,) = embedder.embed_passages(["Der Fluss trat am Montag über die Ufer und stieg weiter."])
    codes = encode(text.tokens)
    kept = decode(codes, text.tokens.shape[1])
    rotated = rotate(text.tokens)
    cosines = (
        (kept * rotated).sum(1) / np.linalg.norm(kept, axis=1) / np.linalg.norm(rotated, axis=1)
    )
    assert cosines.min() > 0.9
    assert len(codes) < text.tokens.nbytes / 10


def test_tokens_prefer_the_passage_that_answers(embedder: Embedder) -> None:
    texts = [
        "El río se desbordó el lunes y cortó la carretera.",
        "The harvest was poor, farmers said on Monday.",
        "Das Parlament wählte einen neuen Präsidenten.",
    ]
    codes = [encode(each.tokens) for each in embedder.embed_passages(texts)]
    mean = np.mean([np.frombuffer(each, np.float16, 384) for each in codes], 0, np.float32)
    for number, question in enumerate(
        ["Quand la rivière a-t-elle débordé ?", "How was the harvest?", "Who elected a president?"]
    ):
        query = embedder.embed_question(question).tokens
        found = [max_sim(alike) for alike in similarities(query, codes, mean)]
        assert int(np.argmax(found)) == number


def test_a_run_of_tokens_is_matched_alone(embedder: Embedder) -> None:
    (text,) = embedder.embed_passages(["The river rose. The harvest was poor."])
    query = embedder.embed_question("How was the harvest?").tokens
    (alike,) = similarities(query, [encode(text.tokens)], np.zeros(384, np.float32))
    river, harvest = (max_sim(alike[:, part]) for part in (slice(0, 4), slice(4, None)))
    assert river < harvest <= max_sim(alike)


def test_one_token_and_equal_tokens_can_be_coded() -> None:
    same = np.ones((3, 8), np.float32)
    for tokens in (same[:1], same):
        assert np.allclose(decode(encode(tokens), 8), rotate(tokens), atol=1e-2)


def test_texts_are_framed_alike(embedder: Embedder) -> None:
    """The prompt's and the special tokens are left out, whatever the text."""
    (short,), (empty,) = (list(embedder.embed_passages([text])) for text in ("Rhein", ""))
    assert 1 <= len(short.tokens) <= 3
    assert len(empty.tokens) >= 1
    assert np.isfinite(empty.vector).all()
