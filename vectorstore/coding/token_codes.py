"""Token codes: token vectors at two bits per dimension, rotated or in principal components.

A passage's mean token stands first, then the scale of each token's difference from it, then these
differences. Codes are compared in the space that they were quantised in: rotated in all dimensions
for any model, and the principal components of the tokens for the packaged one.
"""

import numpy as np

from vectorstore.coding import components, quantiser
from vectorstore.coding.codings import E5_SMALL
from vectorstore.coding.rotation import Array, rotate

_LEAST = np.float32(1e-4)
"""Least scale, so that equal tokens can be coded."""


def encode(tokens: Array, coding: int) -> bytes:
    """Code token vectors (n, dimensions). The number of dimensions must be a multiple of four."""
    values = in_space(tokens, coding) / _deviations(coding)
    mean = values.mean(axis=0).astype(np.float16)
    rest = values - mean
    scale = np.sqrt((rest**2).mean(axis=1)).astype(np.float16)
    packed = quantiser.pack(rest / np.maximum(scale, _LEAST)[:, None])
    return bytes(mean) + bytes(scale) + packed


def decode(codes: bytes, coding: int, dimensions: int) -> Array:
    """Token vectors (n, m) in the space of their coding; see `in_space`."""
    size = space_size(coding, dimensions)
    n = (len(codes) - 2 * size) // (2 + size // 4)
    scale = np.frombuffer(codes, np.float16, n, 2 * size).astype(np.float32)
    # In place: adding in one expression takes twice as long.
    tokens = quantiser.unpack(codes, n, 2 * size + 2 * n)
    tokens *= scale[:, None]
    tokens += np.frombuffer(codes, np.float16, size).astype(np.float32)
    tokens *= _deviations(coding)
    return tokens


def decode_mean(codes: bytes, coding: int, dimensions: int) -> Array:
    """Mean (m,) of a passage's tokens in the space of their coding, from the head of the codes."""
    mean = np.frombuffer(codes, np.float16, space_size(coding, dimensions)).astype(np.float32)
    return mean * _deviations(coding)


def longest_head(dimensions: int) -> int:
    """Number of bytes that `decode_mean` reads at most."""
    return 2 * dimensions


def in_space(tokens: Array, coding: int) -> Array:
    """Token vectors (n, dimensions) in the space of a coding: (n, m)."""
    return components.of_tokens().project(tokens) if coding == E5_SMALL else rotate(tokens)


def moved(tokens: Array, coding: int, to: int) -> Array:
    """Tokens in the space of a coding, in the space of another coding."""
    if (coding == E5_SMALL) == (to == E5_SMALL):
        return tokens
    return in_space(restored(tokens, coding), to)


def restored(tokens: Array, coding: int) -> Array:
    """Tokens in the space of a coding as vectors (n, dimensions) of the model."""
    return components.of_tokens().restore(tokens) if coding == E5_SMALL else rotate(tokens)


def space_size(coding: int, dimensions: int) -> int:
    """Number of dimensions m of the space of a coding, of a model with `dimensions`."""
    return components.of_tokens().count if coding == E5_SMALL else dimensions


def _deviations(coding: int) -> Array:
    """What the values of each dimension are divided by."""
    return components.of_tokens().deviations if coding == E5_SMALL else np.ones(1, np.float32)
