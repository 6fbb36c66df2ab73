"""`SegmentCollections`: the segments of an index as collections of a Chroma server.

A segment is a collection. Unlike a folder, it grows in place: a server takes what several processes
write, and who reads it asks the database which of the passages found are still there. Vectors that
were written before a process was killed are written again.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.ann.batches import batches
from vectorstore.ann.chroma_server import ChromaServer
from vectorstore.ann.projection import is_current
from vectorstore.ann.segments import COLLECTION, SegmentDamaged
from vectorstore.tables.connection import Tables
from vectorstore.tables.properties import read_property, write_property
from vectorstore.tables.segment_rows import SegmentPlan, SegmentRow

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

_PROPERTY = "collections"
"""Property of a store: how the names of its collections begin, as others may use the server."""
_CONFIGURATION: Any = {"hnsw": {"space": "cosine"}}
_LISTED = 100
_BATCH = 1000
"""Vectors sent at a time: of 4,096 dimensions, these are 22 MB."""


class CollectionSegment:
    """A complete segment on a server, open for reading."""

    def __init__(self, server: ChromaServer, collection: "Collection") -> None:
        self._server = server
        self._collection = collection

    def nearest(self, vector: NDArray[np.float32], count: int) -> list[int]:
        """Ids of the `count` passages with the nearest vectors, nearest first."""
        with self._server.asked():
            found = self._collection.query(
                query_embeddings=vector[None], n_results=count, include=[]
            )
        return [int(each) for each in found["ids"][0]]

    def ids(self) -> list[int]:
        """Ids of all passages."""
        with self._server.asked():
            return [int(each) for each in self._collection.get(include=[])["ids"]]

    def close(self) -> None:
        """Nothing: the connection to the server is kept for other segments."""


class SegmentCollections:
    """The segments of a store on a server; implements `vectorstore.ann.segments.Segments`."""

    def __init__(self, server: ChromaServer, tables: Tables) -> None:
        self._server = server
        self._tables = tables
        self._known_prefix: str | None = None

    def open(self, row: SegmentRow) -> CollectionSegment:
        """A segment, to be read; it is damaged if it has fewer vectors than were written."""
        with self._server.asked():
            collection = self._server.client.get_collection(
                self._name(row.directory), embedding_function=None
            )
            held = collection.count()
        if is_current(row.coding) and held < row.vectors:
            raise SegmentDamaged(f"vectors are missing in the {self.place(row.directory)}")
        return CollectionSegment(self._server, collection)

    def prepare(self, rows: Sequence[SegmentRow]) -> None:
        """Nothing: the server reads its collections itself."""

    def write(
        self, plan: SegmentPlan, rows: Iterable[tuple[int, NDArray[np.float32]]]
    ) -> tuple[str, int]:
        """Write a segment, or add to the one that is to be extended."""
        old = plan.replaces if plan.extends else None
        if old is not None:
            self.open(old)
        directory = old.directory if old else f"{plan.first}-{plan.last}-{uuid.uuid4().hex[:8]}"
        with self._server.asked():
            collection = self._server.client.get_or_create_collection(
                self._name(directory), embedding_function=None, configuration=_CONFIGURATION
            )
        for ids, vectors in batches(rows, _BATCH):
            with self._server.asked():
                collection.upsert(ids=ids, embeddings=vectors)
        with self._server.asked():
            return directory, collection.count()

    def sweep(self, kept: Set[str]) -> None:
        """Remove replaced segments of this store, and unfinished ones of killed runs."""
        wanted = {self._name(directory) for directory in kept}
        for name in list(self._names()):
            if name not in wanted:
                with self._server.asked():
                    self._server.client.delete_collection(name)

    def place(self, directory: str) -> str:
        """Where a segment is, in words for users."""
        return f"collection {self._prefix}-{directory} on {self._server.url}"

    def _names(self) -> Iterator[str]:
        """Names of all collections of this store."""
        at = 0
        while True:
            with self._server.asked():
                listed = self._server.client.list_collections(limit=_LISTED, offset=at)
            yield from (each.name for each in listed if each.name.startswith(f"{self._prefix}-"))
            at += len(listed)
            if len(listed) < _LISTED:
                return

    def _name(self, directory: str) -> str:
        return f"{self._prefix}-{directory}-{COLLECTION}"

    @property
    def _prefix(self) -> str:
        if self._known_prefix is None:
            with self._tables.reading() as db:
                known = read_property(db, _PROPERTY)
            self._known_prefix = known or self._new_prefix()
        return self._known_prefix

    def _new_prefix(self) -> str:
        with self._tables.writing() as db:
            prefix = read_property(db, _PROPERTY) or f"citera-{uuid.uuid4().hex}"
            write_property(db, _PROPERTY, prefix)
        return prefix
