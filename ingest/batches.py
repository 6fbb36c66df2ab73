"""`Batch`: articles that are embedded and stored together, with the files that end with them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.chunking.text_size import text_size
from ingest.extract import PageRead
from ingest.reading import FileRead, PreparedArticle, ReadItem

if TYPE_CHECKING:
    from vectorstore.embedding.passage_vectors import EncodedArticles


@dataclass(slots=True)
class Batch:
    """Articles to store in one transaction; then, the files whose last article is stored."""

    articles: list[PreparedArticle] = field(default_factory=list)
    ended: list[FileRead] = field(default_factory=list)
    encoded: "EncodedArticles | None" = None
    """The vectors of the articles; None where the store has to make them."""
    page: PageRead | None = None
    """A page that was read: then the batch holds nothing else."""


def batches(items: Iterable[ReadItem], size: int) -> Iterator[Batch]:
    """`items` in batches of at least `size`, in units of `text_size`, the last one excepted.

    A page that was read is told at once, and files without articles to store are too, unless
    articles before them wait.
    """
    batch, collected = Batch(), 0
    for item in items:
        if isinstance(item, PageRead):
            yield Batch(page=item)
            continue
        if isinstance(item, PreparedArticle):
            batch.articles.append(item)
            collected += text_size(item.article.text)
        else:
            batch.ended.append(item)
        if collected >= size or not batch.articles:
            yield batch
            batch, collected = Batch(), 0
    if batch.articles:
        yield batch
