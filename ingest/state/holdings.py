"""`Holdings`: the articles in a store at the start of an ingest, by source file."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING

from vectorstore.passage import Passage

if TYPE_CHECKING:
    from vectorstore.store import Store

PART_MARKS = ("#", "/")
"""Characters that separate a file's path from the name of a part in the source of an article, as in
`table.csv#row` and `archive.zip/member.txt`."""


class Holdings:
    """Content hashes of the articles in a collection, by id, and their sources, sorted."""

    def __init__(self, store: "Store", collection: str) -> None:
        self.collection = collection
        self._store = store
        self.hashes = store.content_hashes(collection)
        self._sources = sorted((source, id_) for id_, source in store.sources(collection).items())

    def passages(self, article_id: str) -> list[Passage]:
        """Passages of an article as the store holds them now."""
        return self._store.passages(article_id)

    def of_file(self, path: str) -> dict[str, str]:
        """Content hashes, by id, of the articles from the file at `path`."""
        found = {}
        for prefix in (path, *(path + mark for mark in PART_MARKS)):
            for source, article_id in self._with_prefix(prefix):
                if prefix != path or source == path:
                    found[article_id] = self.hashes[article_id]
        return found

    def under(self, path: str) -> list[tuple[str, str]]:
        """Source and id of the articles from the file at `path`, or from files below it."""
        inside = [(path, id_) for source, id_ in self._with_prefix(path) if source == path]
        for mark in PART_MARKS:
            inside.extend(self._with_prefix(path.rstrip("/") + mark))
        return inside

    def _with_prefix(self, prefix: str) -> Iterator[tuple[str, str]]:
        position = bisect_left(self._sources, (prefix, ""))
        while position < len(self._sources) and self._sources[position][0].startswith(prefix):
            yield self._sources[position]
            position += 1
