"""Compact token codes: clusters of tokens, with most bits in the components that tell most.

A passage's mean token stands first, at eight bits, then the scale of each cluster's difference from
it, then these differences at four, two and one bits, then the cluster of each token. Similarities
err as little as with two bits in each component, which take more room.
"""

from itertools import accumulate, pairwise

import numpy as np

from vectorstore.coding import pooling, quantiser
from vectorstore.coding.rotation import Array

_BITS = (4, 2, 1)
_SIZES = (16, 112, 64)
"""Components with each number of bits; those of most variance come first."""
_ENDS = (0, *accumulate(_SIZES))
_WIDTHS = tuple(bits * size // 8 for bits, size in zip(_BITS, _SIZES, strict=True))
_LEAST_STEP = np.float32(1e-4)
_LEAST_SCALE = np.float32(0.02)
_SCALES = (_LEAST_SCALE * np.exp(np.arange(256) / np.float32(40))).astype(np.float32)
"""Scales by their codes, up to 12. A scale errs by 1.3 % at most, and angles by nothing."""
_COMPONENTS = _ENDS[-1]


def encode(vectors: Array, about: Array, clusters: pooling.Clusters) -> bytes:
    """Code the vectors (n, m) of clusters by their differences from a vector (m,).

    Each component has been divided by its deviation.
    """
    step = np.float16(max(np.abs(about).max() / 127, _LEAST_STEP))
    mean = np.rint(about / np.float32(step)).astype(np.int8)
    rest = vectors - mean * np.float32(step)
    size = np.sqrt((rest**2).mean(axis=1))
    scale = np.abs(_SCALES - size[:, None]).argmin(axis=1).astype(np.uint8)
    rest /= _SCALES[scale][:, None]
    parts = zip(pairwise(_ENDS), _BITS, strict=True)
    packed = [quantiser.pack(rest[:, start:end], bits) for (start, end), bits in parts]
    kept = (step.tobytes(), bytes(mean), bytes(scale), *packed, pooling.pack_compact(clusters))
    return b"".join(kept)


def decode(codes: bytes) -> Array:
    """The vectors (n, m) of the clusters."""
    n = pooling.count_clusters(codes)
    at = 2 + _COMPONENTS
    scale = _SCALES[np.frombuffer(codes, np.uint8, n, at)]
    at += n
    parts = []
    for bits, width in zip(_BITS, _WIDTHS, strict=True):
        parts.append(quantiser.unpack(codes[at : at + n * width], n, bits=bits))
        at += n * width
    vectors = np.concatenate(parts, axis=1)
    vectors *= scale[:, None]
    vectors += decode_mean(codes)
    return vectors


def decode_mean(codes: bytes) -> Array:
    """The vector (m,) that the others were coded by, from the head of the codes."""
    step = np.frombuffer(codes, np.float16, 1).astype(np.float32)
    mean: Array = np.frombuffer(codes, np.int8, _COMPONENTS, 2) * step
    return mean


def clusters(codes: bytes) -> pooling.Clusters:
    """The cluster of each token."""
    n = pooling.count_clusters(codes)
    return pooling.unpack_compact(codes, 2 + _COMPONENTS + n * (1 + sum(_WIDTHS)))
