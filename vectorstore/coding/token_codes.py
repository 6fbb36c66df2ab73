"""Token codes: token vectors at two bits per dimension, rotated or in principal components.

A passage's mean token stands first, then the scale of each vector's difference from it, then these
differences. The vectors are those of its tokens, or of clusters of tokens, see `pooling`; the
cluster of each token then stands behind them. Codes are compared in the space that they were
quantised in: rotated in all dimensions for any model, and the principal components of the tokens
for the packaged one. Its newest coding is laid out by `compact_tokens`.
"""

from collections.abc import Sequence

import numpy as np

from vectorstore.coding import compact_tokens, components, pooling, quantiser
from vectorstore.coding.codings import E5_COMPACT, E5_POOLED, IN_COMPONENTS, POOLED
from vectorstore.coding.rotation import Array, rotate

_LEAST = np.float32(1e-4)
"""Least scale, so that equal tokens can be coded."""


def encode(tokens: Array, coding: int, sentences: Sequence[int] = ()) -> bytes:
    """Code token vectors (n, dimensions). The number of dimensions must be a multiple of four.

    `sentences` are the numbers of the sentences of the tokens, for a coding that pools.
    """
    found = in_space(tokens, coding)
    if coding not in POOLED:
        return _quantised(found, found.mean(axis=0), coding)
    return _pooled(found, pooling.cluster(found, sentences), found.mean(axis=0), coding)


def recode(
    codes: bytes, coding: int, to: int, dimensions: int, sentences: Sequence[int] = ()
) -> bytes:
    """Codes in another coding, made from the quantised tokens."""
    index = vector_of_token(codes, coding, dimensions)
    tokens = moved(decode(codes, coding, dimensions)[index], coding, to)
    mean = moved(decode_mean(codes, coding, dimensions)[None], coding, to)[0]
    if to not in POOLED:
        return _quantised(tokens, mean, to)
    if isinstance(index, slice):
        clusters = pooling.cluster(tokens, sentences)
    else:
        clusters = pooling.in_order(index)
    return _pooled(tokens, clusters, mean, to)


def decode(codes: bytes, coding: int, dimensions: int) -> Array:
    """The vectors (n, m) of the tokens or clusters in the space of their coding; see `in_space`."""
    if coding == E5_COMPACT:
        tokens = compact_tokens.decode(codes)
        tokens *= _deviations(coding)
        return tokens
    size = space_size(coding, dimensions)
    n = _count(codes, coding, size)
    scale = np.frombuffer(codes, np.float16, n, 2 * size).astype(np.float32)
    # In place: adding in one expression takes twice as long.
    tokens = quantiser.unpack(codes[: _length(n, size)], n, 2 * size + 2 * n)
    tokens *= scale[:, None]
    tokens += np.frombuffer(codes, np.float16, size).astype(np.float32)
    tokens *= _deviations(coding)
    return tokens


def vector_of_token(codes: bytes, coding: int, dimensions: int) -> pooling.Clusters | slice:
    """Index that makes of decoded vectors those of the tokens, in order."""
    if coding == E5_COMPACT:
        return compact_tokens.clusters(codes)
    if coding != E5_POOLED:
        return slice(None)
    size = space_size(coding, dimensions)
    return pooling.unpack(codes, _length(pooling.count_clusters(codes), size))


def decode_mean(codes: bytes, coding: int, dimensions: int) -> Array:
    """Mean (m,) of a passage's tokens in the space of their coding, from the head of the codes."""
    if coding == E5_COMPACT:
        return compact_tokens.decode_mean(codes) * _deviations(coding)
    mean = np.frombuffer(codes, np.float16, space_size(coding, dimensions)).astype(np.float32)
    return mean * _deviations(coding)


def longest_head(dimensions: int) -> int:
    """Number of bytes that `decode_mean` reads at most."""
    return 2 * dimensions


def in_space(tokens: Array, coding: int) -> Array:
    """Token vectors (n, dimensions) in the space of a coding: (n, m)."""
    return components.of_tokens().project(tokens) if coding in IN_COMPONENTS else rotate(tokens)


def moved(tokens: Array, coding: int, to: int) -> Array:
    """Tokens in the space of a coding, in the space of another coding."""
    if (coding in IN_COMPONENTS) == (to in IN_COMPONENTS):
        return tokens
    return in_space(restored(tokens, coding), to)


def restored(tokens: Array, coding: int) -> Array:
    """Tokens in the space of a coding as vectors (n, dimensions) of the model."""
    return components.of_tokens().restore(tokens) if coding in IN_COMPONENTS else rotate(tokens)


def space_size(coding: int, dimensions: int) -> int:
    """Number of dimensions m of the space of a coding, of a model with `dimensions`."""
    return components.of_tokens().count if coding in IN_COMPONENTS else dimensions


def _pooled(tokens: Array, clusters: pooling.Clusters, mean: Array, coding: int) -> bytes:
    """Codes of clusters of tokens, by their differences from the mean of the tokens.

    It is not that of the clusters, which would give rare tokens more weight.
    """
    vectors = pooling.means(tokens, clusters)
    if coding == E5_POOLED:
        return _quantised(vectors, mean, coding) + pooling.pack(clusters)
    deviations = _deviations(coding)
    return compact_tokens.encode(vectors / deviations, mean / deviations, clusters)


def _quantised(vectors: Array, about: Array, coding: int) -> bytes:
    """Codes of vectors (n, m) by their differences from a vector (m,), which stands first."""
    mean = (about / _deviations(coding)).astype(np.float16)
    rest = vectors / _deviations(coding) - mean
    scale = np.sqrt((rest**2).mean(axis=1)).astype(np.float16)
    packed = quantiser.pack(rest / np.maximum(scale, _LEAST)[:, None])
    return bytes(mean) + bytes(scale) + packed


def _count(codes: bytes, coding: int, size: int) -> int:
    """Number of vectors in codes."""
    if coding == E5_POOLED:
        return pooling.count_clusters(codes)
    return (len(codes) - _length(0, size)) // (_length(1, size) - _length(0, size))


def _length(count: int, size: int) -> int:
    """Number of bytes of that many quantised vectors, with their mean."""
    return 2 * size + count * (2 + size // 4)


def _deviations(coding: int) -> Array:
    """What the values of each dimension are divided by."""
    return components.of_tokens().deviations if coding in IN_COMPONENTS else np.ones(1, np.float32)
