"""Late interaction: token vectors quantised to two bits per dimension, matched token by token.

The score of a passage is the mean, over the query's tokens, of the cosine similarity of the most
similar passage token (MaxSim: Khattab and Zaharia 2020, ColBERT). The embedding model was not
trained for this. It works after subtraction of the store's mean token on both sides, as the tokens
of such models share a direction without meaning (Mu and Viswanath 2018, All-but-the-Top).
"""

import json
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from vectorstore.filters import Filters
from vectorstore.tables.connection import Connection

_LEVELS = np.array([-1.51, -0.4528, 0.4528, 1.51], np.float32)
"""Best four levels for normally distributed values (Max 1960)."""
_EDGES = (_LEVELS[1:] + _LEVELS[:-1]) / 2
_SHIFTS = np.array([0, 2, 4, 6], np.uint8)
_UNPACKED = _LEVELS[(np.arange(256, dtype=np.uint8)[:, None] >> _SHIFTS) & 3]
_MEAN_SAMPLE = 64

Array = NDArray[np.float32]


def encode(tokens: Array) -> bytes:
    """Quantise token vectors (n, dimensions) to about a sixteenth of the size of 32-bit floats.

    Quantises the differences from the passage's mean, after a rotation that makes their values
    nearly normally distributed. The number of dimensions must be a multiple of four.
    """
    rotated = rotate(tokens)
    mean = rotated.mean(axis=0).astype(np.float16)
    rest = rotated - mean
    scale = np.sqrt((rest**2).mean(axis=1)).astype(np.float16)
    levels = np.searchsorted(_EDGES, rest / np.maximum(scale, 1e-4)[:, None]).astype(np.uint8)
    packed = (levels.reshape(len(levels), -1, 4) << _SHIFTS).sum(axis=2, dtype=np.uint8)
    return b"".join(part.tobytes() for part in (mean, scale, packed))


def decode(codes: bytes, dimensions: int) -> Array:
    """Token vectors (n, dimensions) that `encode` quantised, still rotated."""
    head = 2 * dimensions
    n = (len(codes) - head) // (2 + dimensions // 4)
    mean = np.frombuffer(codes, np.float16, dimensions).astype(np.float32)
    scale = np.frombuffer(codes, np.float16, n, head).astype(np.float32)
    packed = np.frombuffer(codes, np.uint8, offset=head + 2 * n).reshape(n, -1)
    # In place, and with `take`: indexing and adding in one expression takes twice as long.
    vectors = np.take(_UNPACKED, packed, axis=0).reshape(n, dimensions)
    vectors *= scale[:, None]
    vectors += mean
    return vectors


def similarities(query: Array, passages: Sequence[bytes], mean: Array) -> list[Array]:
    """Cosine similarities of query tokens (n, dimensions) and those of each passage: (n, m).

    `mean` is the store's mean token, rotated; it is subtracted from all tokens.
    """
    asked: Array = rotate(query) - mean
    asked /= _lengths(asked)[:, None]
    found = []
    for codes in passages:
        tokens = decode(codes, len(mean))
        tokens -= mean
        alike = asked @ tokens.T
        alike /= _lengths(tokens)
        found.append(alike)
    return found


def max_sim(alike: Array) -> float:
    """MaxSim, -1 to 1, of the similarities (query, passage) of a passage or part of one."""
    return float(alike.max(axis=1).mean())


def rotate(vectors: Array) -> Array:
    """Multiply vectors by a Hadamard matrix, in blocks of the largest power of two that fits."""
    n, dimensions = vectors.shape
    size = dimensions & -dimensions
    return (vectors.reshape(n, -1, size) @ _hadamard(size)).reshape(n, dimensions)


def fetch(db: Connection, ids: Sequence[int]) -> dict[int, bytes]:
    """Quantised tokens of passages, by passage id."""
    rows = db.execute(
        f"SELECT passage_id, token_codes FROM vectors WHERE passage_id IN ({db.numbers})",
        (json.dumps(ids),),
    )
    return dict(rows)


def mean_token(db: Connection, dimensions: int, closed: Sequence[str] = ()) -> Array:
    """Mean token of up to 64 passages spread over the store, rotated: (dimensions,).

    Passages of articles in `closed` collections are left out, and 0 is the mean of none.
    """
    means: dict[int, bytes] = {}
    for start in _spread(db, closed):
        means.update(
            db.execute(
                "SELECT passage_id, substr(token_codes, 1, ?) FROM vectors"
                " WHERE passage_id >= ? AND length(token_codes) > 0 ORDER BY passage_id LIMIT 1",
                (2 * dimensions, start),
            ).fetchall()
        )
    halves = [np.frombuffer(head, np.float16) for head in means.values()]
    if not halves:
        return np.zeros(dimensions, np.float32)
    mean: Array = np.mean(halves, axis=0, dtype=np.float32)
    return mean


def _spread(db: Connection, closed: Sequence[str]) -> list[int]:
    """Ids, at which or after which the passages of a sample stand."""
    if not closed:
        first, last = db.execute("SELECT min(passage_id), max(passage_id) FROM vectors").fetchone()
        return list(map(int, np.linspace(first, last, _MEAN_SAMPLE)))
    # Not by the range of ids, as gaps in it are as large as what was added to closed collections.
    condition, values = Filters(closed=tuple(closed)).sql(db.in_origin)
    found = db.execute(
        "SELECT passages.id FROM articles JOIN passages ON article_id = articles.id"
        f" WHERE sentence_count > 0 AND {condition} ORDER BY passages.id",
        values,
    ).fetchall()
    count = min(_MEAN_SAMPLE, len(found))
    return [int(found[int(at)][0]) for at in np.linspace(0, len(found) - 1, count)]


@cache
def _hadamard(size: int) -> Array:
    matrix: Array = np.ones((1, 1), np.float32)
    while len(matrix) < size:
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    matrix /= np.sqrt(np.float32(size))
    return matrix


def _lengths(vectors: Array) -> Array:
    lengths: Array = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return np.maximum(lengths, np.float32(1e-6))
