"""Vector codes: the vectors of passages and sentences, rotated, at 4, 8 or 16 bits.

At four bits, the share in the direction that all texts have in common is kept apart: it is much
larger than any other, and what is left is then nearly normally distributed.
"""

from collections.abc import Sequence
from itertools import accumulate, chain, pairwise

import numpy as np

from vectorstore.coding import components, quantiser
from vectorstore.coding.codings import E5_COMPACT, FORMER
from vectorstore.coding.rotation import Array, rotate

_LEAST = np.float32(1e-4)
"""Least scale, so that vectors without a length can be coded."""
_HEAD = 4  # bytes: the common share and the scale of the rest


def encode(vectors: Array, coding: int) -> bytes:
    """Code vectors (n, dimensions)."""
    if coding == FORMER:
        return bytes(vectors.astype(np.float16))
    if coding == E5_COMPACT:
        return _encode_compact(vectors)
    rotated = rotate(vectors)
    scale = (np.abs(rotated).max(axis=1) / 127).astype(np.float16)
    values = np.rint(rotated / np.maximum(scale, _LEAST)[:, None])
    return bytes(scale) + bytes(np.clip(values, -127, 127).astype(np.int8))


def decode(codes: bytes, coding: int, dimensions: int) -> Array:
    """Vectors (n, dimensions) from their codes."""
    if coding == FORMER:
        return np.frombuffer(codes, np.float16).reshape(-1, dimensions).astype(np.float32)
    if coding == E5_COMPACT:
        return _decode_compact(codes, dimensions)
    n = len(codes) // (2 + dimensions)
    scale = np.frombuffer(codes, np.float16, n).astype(np.float32)
    values = np.frombuffer(codes, np.int8, offset=2 * n).reshape(n, dimensions)
    return rotate(values * scale[:, None])


def first(codes: bytes, coding: int, dimensions: int) -> bytes:
    """The codes of the first of the vectors alone."""
    if coding == FORMER:
        return codes[: 2 * dimensions]
    if coding == E5_COMPACT:
        return codes[: _compact_size(dimensions)]
    n = len(codes) // (2 + dimensions)
    return codes[:2] + codes[2 * n : 2 * n + dimensions]


def decode_each(codes: Sequence[bytes], coding: int, dimensions: int) -> list[Array]:
    """Vectors of several passages from their codes: all at once, where these can be joined."""
    if coding != E5_COMPACT:
        return [decode(each, coding, dimensions) for each in codes]
    return _parted(_decode_compact(b"".join(codes), dimensions), codes, dimensions)


def dot_each(codes: Sequence[bytes], coding: int, query: Array) -> list[Array]:
    """Dot products of a query (dimensions,) with the vectors of several passages."""
    if coding != E5_COMPACT:
        return [decode(each, coding, len(query)) @ query for each in codes]
    share, scale, levels = _unpack_compact(b"".join(codes), len(query))
    # A rotation keeps dot products, so that it is the query that is rotated.
    products = share * (_common() @ query) + scale * (levels @ rotate(query[None])[0])
    return _parted(products, codes, len(query))


def _encode_compact(vectors: Array) -> bytes:
    share = vectors @ _common()
    rest = rotate(vectors - share[:, None] * _common())
    size = np.sqrt((rest**2).mean(axis=1, keepdims=True))
    packed = quantiser.pack(rest / np.maximum(size, _LEAST), bits=4)
    levels = quantiser.unpack(packed, len(vectors), bits=4)
    # The best levels are shorter than what they stand for. Scaled so that the product of the two is
    # right, similarities err to neither side.
    product = (rest * levels).sum(axis=1)
    scale = (rest**2).sum(axis=1) / np.maximum(product, _LEAST)
    head = np.stack([share, scale], axis=1).astype(np.float16).view(np.uint8)
    return bytes(np.hstack([head, np.frombuffer(packed, np.uint8).reshape(len(vectors), -1)]))


def _decode_compact(codes: bytes, dimensions: int) -> Array:
    share, scale, levels = _unpack_compact(codes, dimensions)
    levels *= scale[:, None]
    vectors = rotate(levels)
    vectors += share[:, None] * _common()
    return vectors


def _unpack_compact(codes: bytes, dimensions: int) -> tuple[Array, Array, Array]:
    """The common share (n,), the scale (n,) of the rest and its rotated levels (n, dimensions)."""
    rows = np.frombuffer(codes, np.uint8).reshape(-1, _compact_size(dimensions))
    head = rows[:, :_HEAD].copy().view(np.float16).astype(np.float32)
    levels = quantiser.unpack(bytes(rows[:, _HEAD:]), len(rows), bits=4)
    return head[:, 0], head[:, 1], levels


def _parted(values: Array, codes: Sequence[bytes], dimensions: int) -> list[Array]:
    """The values (all vectors, …) of each passage, whose codes are of this length."""
    ends = accumulate(len(each) // _compact_size(dimensions) for each in codes)
    return [values[start:end] for start, end in pairwise(chain([0], ends))]


def _compact_size(dimensions: int) -> int:
    """Number of bytes of a vector; each is coded by itself, so that passages can be joined."""
    return _HEAD + dimensions // 2


def _common() -> Array:
    """The direction (dimensions,) that all vectors of the packaged model have in common."""
    direction: Array = components.of_vectors()[:, 0]
    return direction
