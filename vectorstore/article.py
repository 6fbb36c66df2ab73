"""`Article`: one source text with what is known of it, as it is stored."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """A text and its metadata.

    Every offset in Citera (passages, sentences, citations) counts Unicode code points into `text`.
    `source` is the path or address it was read from; with `collection` it identifies the article,
    so that reading a source again replaces what it gave before.
    """

    text: str
    title: str
    source: str
    date: str | None = None
    """ISO 8601 at the precision known: `2020`, `2020-01` or `2020-01-09`."""
    language: str | None = None
    """ISO 639-1 code of the text, such as `fr`."""
    author: str | None = None
    url: str | None = None
    collection: str = "default"
    page_starts: tuple[int, ...] = ()
    """Offset at which each page begins, first page first; empty where there are no pages."""

    @property
    def id(self) -> str:
        """Stable name of the article: 16 hex digits made from its collection and source."""
        key = f"{self.collection}\0{self.source}"
        return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def content_hash(self) -> str:
        """SHA-256 of the text and metadata, to tell whether a source has changed."""
        parts = (self.text, self.title, self.date, self.language, self.author, self.url)
        digest = hashlib.sha256()
        for part in (*parts, ",".join(map(str, self.page_starts))):
            digest.update((part or "").encode("utf-8", "surrogatepass") + b"\0")
        return digest.hexdigest()
