"""Vector codes: the vectors of passages and sentences, rotated, at 8 bits; before at 16."""

import numpy as np

from vectorstore.coding.codings import FORMER
from vectorstore.coding.rotation import Array, rotate

_LEAST = np.float32(1e-4)
"""Least scale, so that vectors without a length can be coded."""


def encode(vectors: Array, coding: int) -> bytes:
    """Code vectors (n, dimensions)."""
    if coding == FORMER:
        return bytes(vectors.astype(np.float16))
    rotated = rotate(vectors)
    scale = (np.abs(rotated).max(axis=1) / 127).astype(np.float16)
    values = np.rint(rotated / np.maximum(scale, _LEAST)[:, None])
    return bytes(scale) + bytes(np.clip(values, -127, 127).astype(np.int8))


def decode(codes: bytes, coding: int, dimensions: int) -> Array:
    """Vectors (n, dimensions) from their codes."""
    if coding == FORMER:
        return np.frombuffer(codes, np.float16).reshape(-1, dimensions).astype(np.float32)
    n = len(codes) // (2 + dimensions)
    scale = np.frombuffer(codes, np.float16, n).astype(np.float32)
    values = np.frombuffer(codes, np.int8, offset=2 * n).reshape(n, dimensions)
    return rotate(values * scale[:, None])
