"""Late interaction: the tokens of a query matched with those of a passage, token by token.

The score of a passage is the mean, over the query's tokens, of the cosine similarity of the most
similar passage token (MaxSim: Khattab and Zaharia 2020, ColBERT). The embedding model was not
trained for this. It works after subtraction of the store's mean token on both sides, as the tokens
of such models share a direction without meaning (Mu and Viswanath 2018, All-but-the-Top). Passage
tokens are kept in `vectorstore.coding.token_codes`, and compared in the space of these.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vectorstore.coding import token_codes
from vectorstore.coding.codings import IN_COMPONENTS, POOLED
from vectorstore.coding.rotation import Array
from vectorstore.embedding import identity
from vectorstore.scoring.scale import AS_IS, Scale
from vectorstore.tables import open_passages
from vectorstore.tables.connection import Connection

_MEAN_SAMPLE = 64
_IN_COMPONENTS = Scale(1.016, -0.054)
"""Maps similarities in principal components to those in all dimensions, for which weights and
probabilities are fitted. Linear regression on 2,256 passages that XQuAD's questions find; what is
left has a standard deviation of 0.022."""
_POOLED = Scale(1.015, -0.040)
"""The same for clusters of pooled tokens. Linear regression on 6,000 passages near questions of
XQuAD, in English, Spanish and German, against what `_IN_COMPONENTS` gives of their unpooled tokens;
what is left has a standard deviation of 0.010."""


@dataclass(frozen=True, slots=True)
class PassageTokens:
    """The quantised tokens of a passage, and their coding."""

    codes: bytes
    coding: int


@dataclass(frozen=True, slots=True)
class MeanToken:
    """The mean token of a store, in the space of the coding that the store is written in."""

    coding: int
    vector: Array


def similarities(query: Array, passages: Sequence[PassageTokens], mean: MeanToken) -> list[Array]:
    """Cosine similarities of query tokens (n, dimensions) and those of each passage: (n, m).

    The store's mean token is subtracted from all tokens. They are on the scale of similarities in
    all dimensions, so that few may lie a little above 1 or below -1.
    """
    asked: Array = token_codes.in_space(query, mean.coding) - mean.vector
    asked /= _lengths(asked)[:, None]
    found = []
    for each in passages:
        vectors = token_codes.decode(each.codes, each.coding, query.shape[1])
        vectors = token_codes.moved(vectors, each.coding, mean.coding)
        vectors -= mean.vector
        alike = asked @ vectors.T
        alike /= _lengths(vectors)
        alike = _scale(each.coding, mean.coding).of(alike)
        found.append(alike[:, token_codes.vector_of_token(each.codes, each.coding, query.shape[1])])
    return found


def max_sim(alike: Array) -> float:
    """MaxSim, about -1 to 1, of the similarities (query, passage) of a passage or part of one."""
    return float(alike.max(axis=1).mean())


def fetch(db: Connection, ids: Sequence[int]) -> dict[int, PassageTokens]:
    """Quantised tokens of passages, by passage id."""
    rows = db.execute(
        f"SELECT passage_id, token_codes, coding FROM vectors WHERE passage_id IN ({db.numbers})",
        (json.dumps(ids),),
    )
    return {passage_id: PassageTokens(*codes) for passage_id, *codes in rows}


def mean_token(db: Connection, dimensions: int, closed: Sequence[str] = ()) -> MeanToken:
    """Mean token of up to 64 passages spread over the store.

    Passages of articles in `closed` collections are left out, and 0 is the mean of none.
    """
    coding = identity.coding(db)
    means: dict[int, Array] = {}
    for start in _spread(db, closed):
        row = db.execute(
            "SELECT passage_id, substr(token_codes, 1, ?), coding FROM vectors"
            " WHERE passage_id >= ? AND length(token_codes) > 0 ORDER BY passage_id LIMIT 1",
            (token_codes.longest_head(dimensions), start),
        ).fetchone()
        if row is not None:
            passage_id, head, own = row
            mean = token_codes.decode_mean(head, own, dimensions)
            means[passage_id] = token_codes.moved(mean[None], own, coding)[0]
    if not means:
        return MeanToken(coding, np.zeros(token_codes.space_size(coding, dimensions), np.float32))
    return MeanToken(coding, np.mean(list(means.values()), axis=0, dtype=np.float32))


def _scale(coding: int, space: int) -> Scale:
    """The scale of similarities to tokens in a coding, compared in the space of another."""
    if space not in IN_COMPONENTS:
        return AS_IS
    return _POOLED if coding in POOLED else _IN_COMPONENTS


def _spread(db: Connection, closed: Sequence[str]) -> list[int]:
    """Ids, at which or after which the passages of a sample stand."""
    if not closed:
        # One by one: SQLite reads the whole table for the two in one query.
        first, last = (
            db.execute(f"SELECT {end}(passage_id) FROM vectors").fetchone()[0]
            for end in ("min", "max")
        )
        return list(map(int, np.linspace(first, last, _MEAN_SAMPLE)))
    # Not by the range of ids, as gaps in it are as large as what was added to closed collections.
    found = open_passages.ids(db, closed)
    count = min(_MEAN_SAMPLE, len(found))
    return [found[int(at)] for at in np.linspace(0, len(found) - 1, count)]


def _lengths(vectors: Array) -> Array:
    lengths: Array = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return np.maximum(lengths, np.float32(1e-6))
