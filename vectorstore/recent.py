"""`RecentVectors`: the vectors that are in no segment yet, compared one by one."""

import sqlite3

import numpy as np
from numpy.typing import NDArray

from vectorstore import passage_rows


class RecentVectors:
    """A copy in memory of the vectors of the newest passages, read as they come."""

    def __init__(self) -> None:
        self._identity = ""
        self._last = 0
        self._owners = np.zeros(0, np.int64)
        self._vectors = np.zeros((0, 0), np.float32)

    def nearest(
        self,
        db: sqlite3.Connection,
        identity: str,
        after: int,
        vector: NDArray[np.float32],
        count: int,
    ) -> tuple[list[int], bool]:
        """Ids of the `count` best passages with ids over `after`, and whether these are all.

        The best have the highest sum of the similarities of passage and best sentence.
        `identity` is that of the model whose vectors the store holds.
        """
        if identity != self._identity:
            self._identity, self._last = identity, 0
            self._owners = self._owners[:0]
            self._vectors = np.zeros((0, len(vector)), np.float32)
        self._read(db, after, len(vector))
        if not len(self._owners):
            return [], True
        starts = np.flatnonzero(np.diff(self._owners, prepend=-1))
        similarities = self._vectors @ vector
        own = similarities[starts].copy()
        similarities[starts] = -1
        scores = own + np.maximum.reduceat(similarities, starts)
        best = np.argsort(-scores, kind="stable")[:count]
        return self._owners[starts][best].tolist(), count >= len(starts)

    def _read(self, db: sqlite3.Connection, after: int, dimensions: int) -> None:
        """Read what has come, and let go of what has moved to a segment."""
        kept = self._owners > after
        owners, vectors = [self._owners[kept]], [self._vectors[kept]]
        self._last = max(self._last, after)
        for passage_id, group in passage_rows.vectors_after(db, self._last, dimensions):
            self._last = passage_id
            owners.append(np.full(len(group), passage_id))
            vectors.append(group)
        if len(owners) > 1 or not kept.all():
            self._owners, self._vectors = np.concatenate(owners), np.concatenate(vectors)
