"""`Article`: a source text with its metadata, as stored."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """A text and its metadata.

    Every offset in Citera (passages, sentences, citations) counts Unicode code points into `text`.
    `source` is the path or URL of the document. `source` and `collection` identify the article:
    a document that is ingested again replaces its earlier article.
    """

    text: str
    title: str
    source: str
    date: str | None = None
    """ISO 8601, as precise as is known: `2020`, `2020-01` or `2020-01-09`."""
    language: str | None = None
    """ISO 639-1 code of the text, such as `fr`."""
    author: str | None = None
    url: str | None = None
    collection: str = "default"
    page_starts: tuple[int, ...] = ()
    """Offset of the start of each page, in order; empty if the format has no pages."""

    @property
    def id(self) -> str:
        """Stable identifier: 16 hexadecimal digits, a hash of collection and source."""
        key = f"{self.collection}\0{self.source}"
        return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def content_hash(self) -> str:
        """SHA-256 of text and metadata; differs when the article has changed."""
        parts = (self.text, self.title, self.date, self.language, self.author, self.url)
        digest = hashlib.sha256()
        for part in (*parts, ",".join(map(str, self.page_starts))):
            digest.update((part or "").encode("utf-8", "surrogatepass") + b"\0")
        return digest.hexdigest()
