"""`RecentVectors`: exhaustive search of the vectors that are in no segment yet."""

import numpy as np
from numpy.typing import NDArray

from vectorstore.tables import passage_rows
from vectorstore.tables.connection import Connection


class RecentVectors:
    """In-memory copy of the vectors of the newest passages, updated at each search."""

    def __init__(self) -> None:
        self._identity = ""
        self._after = 0
        self._last = 0
        self._owners = np.zeros(0, np.int64)
        self._vectors = np.zeros((0, 0), np.float32)

    def nearest(
        self,
        db: Connection,
        identity: str,
        after: int,
        vector: NDArray[np.float32],
        count: int,
    ) -> tuple[list[int], bool]:
        """Ids of the nearest passages with ids greater than `after`, and whether these are all.

        They are the `count` nearest by passage vector and the `count` nearest by sentence vector.
        `identity` names the model of the store's vectors.
        """
        # `after` falls when segments were dropped; the vectors in them have to be read again.
        if identity != self._identity or after < self._after:
            self._identity, self._last = identity, 0
            self._owners = self._owners[:0]
            self._vectors = np.zeros((0, len(vector)), np.float32)
        self._after = after
        self._read(db, after, len(vector))
        if not len(self._owners):
            return [], True
        starts = np.flatnonzero(np.diff(self._owners, prepend=-1))
        similarities = self._vectors @ vector
        own = similarities[starts].copy()
        similarities[starts] = -2  # less than any sentence's
        by_sentence = np.maximum.reduceat(similarities, starts)
        best = {
            position: None
            for scores in (own, by_sentence)
            for position in np.argsort(-scores, kind="stable")[:count].tolist()
        }
        return self._owners[starts][list(best)].tolist(), count >= len(starts)

    def _read(self, db: Connection, after: int, dimensions: int) -> None:
        """Read the vectors that are new, and drop those that are in a segment now."""
        kept = self._owners > after
        owners, vectors = [self._owners[kept]], [self._vectors[kept]]
        self._last = max(self._last, after)
        for passage_id, group in passage_rows.vectors_after(db, self._last, dimensions):
            self._last = passage_id
            owners.append(np.full(len(group), passage_id))
            vectors.append(group)
        if len(owners) > 1 or not kept.all():
            self._owners, self._vectors = np.concatenate(owners), np.concatenate(vectors)
