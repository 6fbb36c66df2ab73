"""`Article`: a source text with its metadata, as stored."""

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from vectorstore.errors import CiteraError

DEFAULT_COLLECTION = "default"
"""The collection of articles that are put into no other, as uploads are."""
LOW_CERTAINTY = 0.95
"""Certainty of recognised text below which words of it may well be wrong."""


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
    collection: str = DEFAULT_COLLECTION
    page_starts: tuple[int, ...] = ()
    """Offset of the start of each page, in order; empty if the format has no pages."""
    page_labels: tuple[str, ...] = ()
    """Number of each page as it is printed, such as `iv`; empty where these are 1, 2, 3 and on."""
    page_certainties: tuple[float, ...] = ()
    """Mean certainty, 0 to 1, with which the text of each page was recognised in a picture (OCR); 1
    for a page that was text. Empty if no page was recognised."""

    @property
    def id(self) -> str:
        """Stable identifier: 16 hexadecimal digits, a hash of collection and source."""
        key = f"{self.collection}\0{self.source}"
        return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def pages(self, start: int, end: int) -> tuple[int, ...]:
        """The pages, from 1, on which the text `[start, end)` stands; none without pages."""
        if not self.page_starts:
            return ()
        first, last = (bisect_right(self.page_starts, place) for place in (start, end - 1))
        begun = enumerate(self.page_starts[first:last], first + 1)
        with_text = [page for page, at in begun if at < self._end_of_page(page)]
        return (first, *with_text) if first else tuple(with_text)

    def _end_of_page(self, page: int) -> int:
        return self.page_starts[page] if page < len(self.page_starts) else len(self.text)

    def page_label(self, page: int) -> str:
        """The number of a page as it is printed; where that is unknown, its place, from 1."""
        return (self.page_labels[page - 1] if self.page_labels else "") or str(page)

    def certainty(self, pages: Sequence[int]) -> float | None:
        """The least certainty with which one of `pages` was recognised; None if none was."""
        certainties = [self.page_certainties[page - 1] for page in pages if self.page_certainties]
        return min((each for each in certainties if each < 1), default=None)

    def require_unicode(self) -> None:
        """Raise `CiteraError` where text or metadata have a lone surrogate, as no file can."""
        for part in (self.text, self.title, self.source, self.author, self.url):
            try:
                (part or "").encode()
            except UnicodeEncodeError as error:
                raise CiteraError(
                    f"The article {self.source!r} is not valid Unicode: it has the lone surrogate"
                    f" {error.object[error.start]!r} at offset {error.start} of"
                    f" {error.object[:40]!r}. Decode its file with the right encoding and add it"
                    " again."
                ) from error

    @property
    def content_hash(self) -> str:
        """SHA-256 of text and metadata; differs when the article has changed."""
        parts = (self.text, self.title, self.date, self.language, self.author, self.url)
        digest = hashlib.sha256()
        for part in (*parts, ",".join(map(str, self.page_starts)), *self.page_labels):
            digest.update((part or "").encode("utf-8", "surrogatepass") + b"\0")
        if self.page_certainties:
            digest.update(repr(self.page_certainties).encode())
        return digest.hexdigest()
