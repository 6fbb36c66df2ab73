"""Clusters of tokens, in fewer bytes."""

import numpy as np
import pytest

from vectorstore.coding import compact_tokens, pooling


def _encoded(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, bytes]:
    chance = np.random.default_rng(count)
    vectors = chance.standard_normal((count, 192)).astype(np.float32)
    vectors *= chance.uniform(0.1, 3, (count, 1)).astype(np.float32)
    about = chance.standard_normal(192).astype(np.float32)
    clusters = pooling.in_order(chance.permutation(np.repeat(np.arange(count), 2)))
    return vectors, about, clusters, compact_tokens.encode(vectors + about, about, clusters)


@pytest.mark.parametrize("count", [1, 2, 7, 100, 300])
def test_what_is_kept_is_close(count):
    vectors, about, clusters, codes = _encoded(count)
    kept = compact_tokens.decode(codes) - about
    cosines = (kept * vectors).sum(1) / np.linalg.norm(kept, axis=1)
    cosines /= np.linalg.norm(vectors, axis=1)
    assert cosines.min() > 0.8
    assert np.allclose(compact_tokens.decode_mean(codes), about, atol=0.02)
    assert np.array_equal(compact_tokens.clusters(codes), clusters)


def test_the_components_that_tell_most_err_least():
    vectors, about, _, codes = _encoded(100)
    errors = ((compact_tokens.decode(codes) - about - vectors) ** 2).mean(axis=0)
    assert errors[:16].mean() * 5 < errors[16:128].mean() < errors[128:].mean() / 2


def test_a_cluster_takes_45_bytes_and_a_byte_for_its_second_token():
    assert len(_encoded(101)[3]) - len(_encoded(1)[3]) == 100 * (45 + 1) + 25


def test_tokens_without_any_difference_are_kept():
    about = np.ones(192, np.float32)
    codes = compact_tokens.encode(about[None], about, np.zeros(3, np.intp))
    assert np.allclose(compact_tokens.decode(codes), 1, atol=0.05)
    assert compact_tokens.clusters(codes).tolist() == [0, 0, 0]
