"""`RecentVectors`: exhaustive search of the passages that are in no segment yet."""

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
        self._ids = np.zeros(0, np.int64)
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

        `identity` names the model of the store's vectors.
        """
        # `after` falls when segments were dropped; the vectors in them have to be read again.
        if identity != self._identity or after < self._after:
            self._identity, self._last = identity, 0
            self._ids = self._ids[:0]
            self._vectors = np.zeros((0, len(vector)), np.float32)
        self._after = after
        self._read(db, after, len(vector))
        best = np.argsort(-(self._vectors @ vector), kind="stable")[:count]
        return self._ids[best].tolist(), count >= len(self._ids)

    def _read(self, db: Connection, after: int, dimensions: int) -> None:
        """Read the vectors that are new, and drop those that are in a segment now."""
        kept = self._ids > after
        ids, vectors = [self._ids[kept]], [self._vectors[kept]]
        self._last = max(self._last, after)
        for passage_id, vector in passage_rows.vectors_after(db, self._last, dimensions):
            self._last = passage_id
            ids.append(np.array([passage_id]))
            vectors.append(vector[None])
        if len(ids) > 1 or not kept.all():
            self._ids, self._vectors = np.concatenate(ids), np.concatenate(vectors)
