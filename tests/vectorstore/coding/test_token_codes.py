"""What is kept of the vectors of tokens."""

import numpy as np
import pytest

from vectorstore import Embedder
from vectorstore.coding.codings import ANY_MODEL, E5_SMALL, FORMER
from vectorstore.coding.rotation import rotate
from vectorstore.coding.token_codes import decode, decode_mean, encode, in_space, restored


@pytest.mark.parametrize(("coding", "least", "size"), [(FORMER, 0.9, 98), (E5_SMALL, 0.8, 50)])
def test_codes_are_small_and_close(embedder: Embedder, coding, least, size) -> None:
    (text,) = embedder.embed_passages(["Der Fluss trat am Montag über die Ufer und stieg weiter."])
    codes = encode(text.tokens, coding)
    kept = restored(decode(codes, coding, 384), coding)
    cosines = (kept * text.tokens).sum(1) / np.linalg.norm(kept, axis=1)
    cosines /= np.linalg.norm(text.tokens, axis=1)
    assert cosines.min() > least
    assert len(codes) == len(text.tokens) * size + 2 * decode_mean(codes, coding, 384).size
    center = decode_mean(codes, coding, 384)
    assert np.allclose(center, in_space(text.tokens, coding).mean(axis=0), atol=1e-2)


def test_one_token_and_equal_tokens_can_be_coded() -> None:
    same = np.ones((3, 8), np.float32)
    for tokens in (same[:1], same):
        assert np.allclose(
            decode(encode(tokens, ANY_MODEL), ANY_MODEL, 8), rotate(tokens), atol=1e-2
        )
