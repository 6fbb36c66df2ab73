"""`Vectors`: the vectors of a store's passages and sentences, in two Chroma collections."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from vectorstore.chroma_folder import ChromaFolder
from vectorstore.passage import Passage, Span

Granularity = Literal["passages", "sentences"]
GRANULARITIES: tuple[Granularity, ...] = ("passages", "sentences")


@dataclass(frozen=True, slots=True)
class VectorKey:
    """Which stretch of which revision of an article a vector stands for."""

    revision: str
    passage_start: int
    span: Span

    @property
    def id(self) -> str:
        """The vector's id in Chroma."""
        return f"{self.revision}:{self.span.start}-{self.span.end}"


def passage_key(revision: str, passage: Passage) -> VectorKey:
    """Key of a passage's own vector."""
    return VectorKey(revision, passage.start, Span(passage.start, passage.end))


def sentence_keys(revision: str, passage: Passage) -> list[VectorKey]:
    """Keys of the vectors of a passage's sentences, in order."""
    return [VectorKey(revision, passage.start, span) for span in passage.sentences]


class Vectors:
    """Both collections of one store. All vectors are of length one."""

    def __init__(self, path: Path) -> None:
        self._folder = ChromaFolder.at(path, GRANULARITIES)

    def add(
        self, granularity: Granularity, keys: Sequence[VectorKey], vectors: NDArray[np.float32]
    ) -> None:
        """Write vectors, of shape (len(keys), dimensions)."""
        with self._folder.writing() as client, self._folder.reading() as collections:
            size = client.get_max_batch_size()
            for at in range(0, len(keys), size):
                batch = keys[at : at + size]
                collections[granularity].upsert(
                    ids=[key.id for key in batch],
                    embeddings=vectors[at : at + size],
                    metadatas=[
                        {"revision": key.revision, "passage_start": key.passage_start}
                        for key in batch
                    ],
                )

    def remove(self, revisions: Sequence[str]) -> None:
        """Remove all vectors of some revisions."""
        with self._folder.writing(), self._folder.reading() as collections:
            for collection in collections.values():
                for revision in revisions:
                    collection.delete(where={"revision": revision})

    def nearest(
        self, granularity: Granularity, vector: NDArray[np.float32], count: int
    ) -> list[tuple[str, int]]:
        """Revisions and passage starts of the `count` nearest vectors, nearest first."""
        with self._folder.reading() as collections:
            collection = collections[granularity]
            count = min(count, collection.count())
            if count == 0:
                return []
            found = collection.query(
                query_embeddings=vector[None], n_results=count, include=["metadatas"]
            )
        rows: list[Any] = list((found["metadatas"] or [[]])[0])
        return [(row["revision"], int(row["passage_start"])) for row in rows]

    def fetch(
        self, granularity: Granularity, keys: Sequence[VectorKey]
    ) -> dict[VectorKey, NDArray[np.float32]]:
        """The vectors of some keys; keys without a vector are left out."""
        if not keys:
            return {}
        by_id = {key.id: key for key in keys}
        with self._folder.reading() as collections:
            found = collections[granularity].get(ids=list(by_id), include=["embeddings"])
        vectors = found["embeddings"]
        if vectors is None:
            return {}
        return {
            by_id[name]: np.asarray(vector, np.float32)
            for name, vector in zip(found["ids"], vectors, strict=True)
        }

    def ids(self, granularity: Granularity) -> list[str]:
        """`VectorKey.id` of every vector."""
        with self._folder.reading() as collections:
            return collections[granularity].get(include=[])["ids"]

    def clear(self) -> None:
        """Remove all vectors, so that ones of another dimension can be written."""
        self._folder.make_anew()

    def close(self) -> None:
        """Let go of files and memory; the next use opens them again."""
        self._folder.close()
