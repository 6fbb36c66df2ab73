"""`Vectors`: the vectors of a store's passages and sentences, in two Chroma collections."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import StoreDamaged
from vectorstore.passage import Passage, Span

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

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
        import chromadb
        from chromadb.config import Settings

        try:
            self._client: ClientAPI = chromadb.PersistentClient(
                str(path), settings=Settings(anonymized_telemetry=False)
            )
            self._collections = {name: self._open(name) for name in GRANULARITIES}
        except Exception as error:  # Chroma's own errors have no common base
            raise StoreDamaged(
                f"The vectors in {path} cannot be opened ({error}). Check the disk's space and"
                " permissions; if the files are damaged, move the store away and ingest again."
            ) from error

    def add(
        self, granularity: Granularity, keys: Sequence[VectorKey], vectors: NDArray[np.float32]
    ) -> None:
        """Write vectors, of shape (len(keys), dimensions)."""
        size = self._client.get_max_batch_size()
        for at in range(0, len(keys), size):
            batch = keys[at : at + size]
            self._collections[granularity].upsert(
                ids=[key.id for key in batch],
                embeddings=vectors[at : at + size],
                metadatas=[
                    {"revision": key.revision, "passage_start": key.passage_start} for key in batch
                ],
            )

    def remove(self, revisions: Sequence[str]) -> None:
        """Remove all vectors of some revisions."""
        for revision in revisions:
            for collection in self._collections.values():
                collection.delete(where={"revision": revision})

    def nearest(
        self, granularity: Granularity, vector: NDArray[np.float32], count: int
    ) -> list[tuple[str, int]]:
        """Revisions and passage starts of the `count` nearest vectors, nearest first."""
        collection = self._collections[granularity]
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
        found = self._collections[granularity].get(ids=list(by_id), include=["embeddings"])
        vectors = found["embeddings"]
        if vectors is None:
            return {}
        return {
            by_id[name]: np.asarray(vector, np.float32)
            for name, vector in zip(found["ids"], vectors, strict=True)
        }

    def clear(self) -> None:
        """Remove all vectors, so that ones of another dimension can be written."""
        for name in GRANULARITIES:
            self._client.delete_collection(name)
            self._collections[name] = self._open(name)

    def _open(self, name: str) -> "Collection":
        return self._client.get_or_create_collection(
            name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
