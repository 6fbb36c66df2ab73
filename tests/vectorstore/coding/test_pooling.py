"""Tokens that are alike are pooled within their sentence, and each keeps its place."""

import numpy as np
import pytest

from vectorstore.coding.pooling import cluster, count_clusters, means, pack, unpack

ALIKE = np.eye(4, dtype=np.float32)[[0, 1, 0, 1]] + 0.01
"""Four tokens, of which the first and third, and the second and fourth, are alike."""


def test_there_are_half_as_many_clusters_of_those_most_alike():
    clusters = cluster(ALIKE, [0, 0, 0, 0])
    assert clusters[0] == clusters[2] != clusters[1] == clusters[3]
    assert means(ALIKE, clusters)[clusters] == pytest.approx(ALIKE, abs=1e-6)


def test_tokens_of_different_sentences_are_kept_apart():
    sentences = [0, 0, 1, 1, 1, 1]
    tokens = np.random.default_rng(0).standard_normal((6, 8), np.float32)
    tokens[2] = tokens[0]
    clusters = cluster(tokens, sentences)
    assert set(clusters[:2]).isdisjoint(clusters[2:])
    assert len(set(clusters)) == 3


@pytest.mark.parametrize("sentences", [[], [0, 0], [0] * 9])
def test_a_text_that_was_cut_or_has_unknown_sentences_is_pooled(sentences):
    assert np.array_equal(cluster(ALIKE, sentences), cluster(ALIKE, [0] * 4))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_few_and_equal_tokens_are_pooled(count):
    tokens = np.ones((count, 8), np.float32)
    clusters = cluster(tokens, [0] * count)
    assert clusters.shape == (count,)
    assert np.array_equal(means(tokens, clusters)[clusters], tokens)


@pytest.mark.parametrize(("count", "width"), [(1, 1), (256, 1), (257, 2), (700, 2)])
def test_any_number_of_clusters_can_be_packed(count, width):
    clusters = np.random.default_rng(0).permutation(np.arange(2 * count) % count)
    packed = b"vectors" + pack(clusters)
    assert len(packed) == len(b"vectors") + 2 * count * width + 2
    assert count_clusters(packed) == count
    assert np.array_equal(unpack(packed, len(b"vectors")), clusters)
