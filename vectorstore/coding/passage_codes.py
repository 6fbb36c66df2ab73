"""`EncodedPassage`: what is kept of the vectors of a passage, its sentences and its tokens."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from vectorstore.coding import token_codes, vector_codes
from vectorstore.coding.rotation import Array

Vectors = Array
"""Vectors of a passage: (1 + sentences, dimensions), its own first; (0, 0) without sentences."""


@dataclass(frozen=True, slots=True)
class EncodedPassage:
    """A passage as the embedding model encodes it, in one of the `vectorstore.coding.codings`."""

    vector_codes: bytes
    """Empty for a passage without sentences."""
    token_codes: bytes
    """Empty for a passage without sentences, or without known tokens."""
    coding: int


def encode_passage(
    vectors: Vectors, tokens: Array, coding: int, sentences: Sequence[int] = ()
) -> EncodedPassage:
    """Code the vectors (1 + sentences, dimensions) and the tokens (n, dimensions) of a passage.

    `sentences` are the numbers of the sentences of the tokens, for a coding that pools.
    """
    return EncodedPassage(
        encode_vectors(vectors, coding),
        token_codes.encode(tokens, coding, sentences) if len(tokens) else b"",
        coding,
    )


def encode_vectors(vectors: Vectors, coding: int) -> bytes:
    """Codes of the vectors of a passage."""
    return vector_codes.encode(vectors, coding) if len(vectors) else b""


def decode_vectors(rows: Iterable[tuple[int, bytes, int]], dimensions: int) -> dict[int, Vectors]:
    """Vectors of passages from rows of a key, their codes and the coding, by key in this order."""
    read = list(rows)
    found: dict[int, Vectors] = {key: np.zeros((0, dimensions), np.float32) for key, *_ in read}
    coded = (row for row in read if row[1])
    return found | _of_each(coded, partial(vector_codes.decode_each, dimensions=dimensions))


def similarities(rows: Iterable[tuple[int, bytes, int]], query: Array) -> dict[int, Array]:
    """Dot products (1 + sentences,) of a query and the vectors of passages with sentences, by key.

    `rows` are as those of `decode_vectors`.
    """
    return _of_each(rows, partial(vector_codes.dot_each, query=query))


def _of_each(
    rows: Iterable[tuple[int, bytes, int]], compute: Callable[[Sequence[bytes], int], list[Array]]
) -> dict[int, Array]:
    """What is computed of the codes of passages, by key; of all in one coding at once."""
    found: dict[int, Array] = {}
    by_coding: dict[int, list[tuple[int, bytes]]] = {}
    for key, codes, coding in rows:
        by_coding.setdefault(coding, []).append((key, codes))
    for coding, group in by_coding.items():
        keys, codes_of = zip(*group, strict=True)
        found.update(zip(keys, compute(codes_of, coding), strict=True))
    return found


def decode_own_vectors(rows: Iterable[tuple[int, bytes, int]], dimensions: int) -> dict[int, Array]:
    """As `decode_vectors`, of passages with sentences: the vectors (dimensions,) of these alone."""
    first = (
        (key, vector_codes.first(codes, coding, dimensions), coding) for key, codes, coding in rows
    )
    return {key: vectors[0] for key, vectors in decode_vectors(first, dimensions).items()}


def recoded(
    passage: EncodedPassage, coding: int, dimensions: int, sentences: Sequence[int] = ()
) -> EncodedPassage:
    """A passage in another coding, made from its codes; `sentences` as for `encode_passage`."""
    vectors = decode_vectors([(0, passage.vector_codes, passage.coding)], dimensions)[0]
    tokens = passage.token_codes
    if tokens:
        tokens = token_codes.recode(tokens, passage.coding, coding, dimensions, sentences)
    return EncodedPassage(encode_vectors(vectors, coding), tokens, coding)
