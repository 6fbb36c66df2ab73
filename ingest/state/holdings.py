"""`Holdings`: what a store held when an ingest began, by the file it came from."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING

from vectorstore.passage import Passage

if TYPE_CHECKING:
    from vectorstore.store import Store

PART_MARKS = ("#", "/")
"""What follows a file's path in the source of an article that is a part of it, as in
`table.csv#row` and `archive.zip/member.txt`."""


class Holdings:
    """Ids and content hashes of a collection's articles, and their sources in order."""

    def __init__(self, store: "Store", collection: str) -> None:
        self._store = store
        self.hashes = store.content_hashes(collection)
        self._sources = sorted((source, id_) for id_, source in store.sources(collection).items())

    def passages(self, article_id: str) -> list[Passage]:
        """Passages of an article as the store holds them now."""
        return self._store.passages(article_id)

    def of_file(self, path: str) -> dict[str, str]:
        """Content hashes, by id, of the articles that the file at `path` gave."""
        found = {}
        for prefix in (path, *(path + mark for mark in PART_MARKS)):
            for source, article_id in self._with_prefix(prefix):
                if prefix != path or source == path:
                    found[article_id] = self.hashes[article_id]
        return found

    def under(self, path: str) -> list[tuple[str, str]]:
        """Source and id of the articles from the file or folder at `path`, and from below it."""
        inside = [(path, id_) for source, id_ in self._with_prefix(path) if source == path]
        for mark in PART_MARKS:
            inside.extend(self._with_prefix(path.rstrip("/") + mark))
        return inside

    def _with_prefix(self, prefix: str) -> Iterator[tuple[str, str]]:
        position = bisect_left(self._sources, (prefix, ""))
        while position < len(self._sources) and self._sources[position][0].startswith(prefix):
            yield self._sources[position]
            position += 1
