"""`Store`: articles, passages and embeddings on disk, with atomic writes and hybrid search."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore import audit
from vectorstore.address import Place
from vectorstore.ann.index import Index
from vectorstore.ann.segments import Segments
from vectorstore.article import Article
from vectorstore.contents import Facets, StoreCounts
from vectorstore.embedding import identity
from vectorstore.embedding.embedder import Embedder
from vectorstore.filters import Filters
from vectorstore.passage import Passage, ScoredPassage
from vectorstore.places import folder_of, open_place
from vectorstore.scoring.ranking import Weights
from vectorstore.scoring.reranker import Reranker
from vectorstore.search import Searcher
from vectorstore.tables import article_rows, passage_rows
from vectorstore.tables.connection import Tables

if TYPE_CHECKING:
    from vectorstore.embedding.passage_vectors import EncodedArticles


class Store:
    """Tables of articles, passages and vectors, and an index of the vectors in Chroma.

    An article is added or replaced in one database transaction: a search sees the old version or
    the new one, and a killed process leaves one of the two. Any number of threads and processes may
    read and write concurrently. A `reranker`, if given, reorders the best results of a search.
    `path` is the folder of the store, or what a store on servers keeps on this machine.
    """

    def __init__(
        self,
        path: Path,
        parts: tuple[Tables, Segments],
        embedder: Embedder,
        reranker: Reranker | None = None,
    ) -> None:
        self.path = path
        self.embedder = embedder
        self.reranker = reranker
        self._tables, segments = parts
        self._index = Index(self._tables, segments)
        self._searcher = Searcher(self._tables, self._index, embedder, str(path))

    @classmethod
    def open(cls, place: Place, embedder: Embedder, reranker: Reranker | None = None) -> "Store":
        """Open the store in a folder or on servers, creating it if need be. Loads no model.

        Raises:
            StoreDamaged: if its files are damaged, or of another version of Citera.
            CiteraError: if the folder cannot be read or written.
        """
        return cls(folder_of(place), open_place(place), embedder, reranker)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self._index.close()
        self._tables.close()

    def add(self, items: Sequence[tuple[Article, Sequence[Passage]]]) -> None:
        """Embed and store articles; each replaces the article with the same id.

        All `items` become searchable together or, on an error, none.

        Raises:
            StoreMismatch: if the store's vectors were made with another model or other prompts.
            CiteraError: if the disk is full, another process keeps the store locked, or an article
                is not valid Unicode.
        """
        from vectorstore.embedding.passage_vectors import encode_articles

        if not items:
            return
        for article, _ in items:
            article.require_unicode()
        self._require_identity()
        self.add_encoded(items, encode_articles(self.embedder, items))

    def add_encoded(
        self, items: Sequence[tuple[Article, Sequence[Passage]]], encoded: "EncodedArticles"
    ) -> None:
        """As `add`, with vectors that were made before, such as by another process.

        Loads no model. `encoded` must be of these `items`, in the same order.
        """
        for article, _ in items:
            article.require_unicode()
        latest = {
            article.id: (article, list(zip(passages, group, strict=True)))
            for (article, passages), group in zip(items, encoded.passages, strict=True)
        }
        with self._tables.writing() as db:
            identity.require(db, encoded.made_by)
            identity.record(db, encoded.made_by)
            article_rows.delete(db, latest)
            article_rows.insert(db, (article for article, _ in latest.values()))
            passage_rows.insert(db, [each for _, passages in latest.values() for each in passages])
        self._index.update(encoded.made_by.dimensions)

    def remove(self, article_id: str) -> bool:
        """Remove an article; False if there is none with that id."""
        with self._tables.writing() as db:
            return article_rows.delete(db, [article_id]) > 0

    def get(self, article_id: str, filters: Filters | None = None) -> Article | None:
        """The article with that id, or None; None too if it does not pass `filters`."""
        with self._tables.reading() as db:
            if filters and not article_rows.allowed(db, [article_id], filters):
                return None
            return article_rows.fetch(db, [article_id]).get(article_id)

    def articles(
        self, collection: str | None = None, filters: Filters | None = None
    ) -> Iterator[Article]:
        """All articles, or those of a collection that pass `filters`, ordered by source."""
        wanted = filters or Filters()
        if collection is not None:
            wanted = replace(wanted, collections=(collection,))
        with self._tables.reading() as db:
            ids = article_rows.ids(db, wanted)
        for article_id in ids:
            article = self.get(article_id, filters)
            if article is not None:
                yield article

    def newest(self, count: int, filters: Filters | None = None) -> list[tuple[Article, Passage]]:
        """The `count` most recent articles that pass `filters`, each with its first passage."""
        with self._tables.reading() as db:
            ids = article_rows.newest(db, count, filters or Filters())
            articles = article_rows.fetch(db, ids)
            rows = [row for each in ids for row in passage_rows.of_article(db, each)[:1]]
            return [
                (articles[row.article_id], row.passage(articles[row.article_id])) for row in rows
            ]

    def content_hashes(self, collection: str | None = None) -> dict[str, str]:
        """`Article.content_hash` of every article, by article id."""
        with self._tables.reading() as db:
            return article_rows.content_hashes(db, collection)

    def sources(self, collection: str | None = None) -> dict[str, str]:
        """`Article.source` of every article, by article id."""
        with self._tables.reading() as db:
            return article_rows.sources(db, collection)

    def passages(self, article_id: str) -> list[Passage]:
        """Passages of an article, in order; empty if there is no such article."""
        with self._tables.reading() as db:
            article = article_rows.fetch(db, [article_id]).get(article_id)
            rows = passage_rows.of_article(db, article_id)
        return [row.passage(article) for row in rows] if article else []

    def around(self, passage: Passage, sentences: int) -> Passage:
        """A passage extended by up to `sentences` sentences of its article on either side.

        These may belong to adjacent passages; the page is that of the first sentence.
        """
        with self._tables.reading() as db:
            article = article_rows.fetch(db, [passage.article_id]).get(passage.article_id)
            before, after = passage_rows.beside(db, passage, sentences)
        return passage.with_sides(article, before, after) if article else passage

    def search(
        self,
        query: str,
        k: int = 5,
        filters: Filters | None = None,
        weights: Weights | None = None,
        language: str | None = None,
    ) -> list[ScoredPassage]:
        """The `k` most relevant passages, best first, of articles that pass `filters`.

        `weights` are those of the kinds of evidence, by default the fitted ones. `language` is the
        ISO 639-1 code of the query: with it, articles in other languages rank as well as those in
        the same language.

        Raises:
            StoreMismatch: if the store's vectors were made with another model or other prompts.
            ModelUnavailable: if the reranker cannot be loaded.
        """
        wanted = filters or Filters()
        with self._tables.reading() as db:
            if not query.strip() or not article_rows.are_there(db):
                return []
            if wanted == Filters():  # with others, so few passages may pass that none is needed
                self._index.open(db)
        self._require_identity()
        return self._searcher.search(
            query, k, wanted, weights or Weights(), language, self.reranker
        )

    def count(self) -> StoreCounts:
        """Numbers of articles, passages and sentences."""
        with self._tables.reading() as db:
            return StoreCounts(article_rows.count(db), *passage_rows.counts(db))

    def count_articles(self, filters: Filters | None = None) -> int:
        """Number of the articles that pass `filters`."""
        with self._tables.reading() as db:
            return article_rows.count(db, filters)

    def facets(self, filters: Filters | None = None) -> Facets:
        """Collections, languages and date range of the articles that pass `filters`."""
        with self._tables.reading() as db:
            return article_rows.facets(db, filters or Filters())

    def faults(self) -> list[str]:
        """Results of a full consistency check, one sentence per fault; empty if there is none.

        Reports passages that do not cover their text, passages and sentences without a vector, and
        vectors that the index lacks.
        """
        with self._tables.reading() as db:
            return audit.faults(db, self._index, self.embedder.identity.dimensions)

    def damage(self) -> list[str]:
        """Files of the store that are damaged, one sentence each with the remedy.

        Reads the whole database and opens each segment of the index; loads no model.
        """
        with self._tables.reading() as db:
            return audit.damage(db, self._index, self.path)

    def reindex(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Compute all vectors again with this store's embedder; returns the number of articles.

        Until the end, the store can be searched with the former model. An interrupted run resumes
        where it stopped. `progress` is called with the passages done and their total.
        """
        from vectorstore.reindex import reindex

        return reindex(self._tables, self._index, self.embedder, progress)

    def count_former(self) -> int:
        """Number of passages whose vectors an older version wrote, see `recode`."""
        from vectorstore.recode import count_former

        with self._tables.reading() as db:
            return count_former(db)

    def recode(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Bring vectors that an older version wrote up to this version's coding, and the index.

        Embeds nothing; makes the store smaller. The store can be used meanwhile, and an interrupted
        run resumes where it stopped. Returns the number of passages. `progress` is called with the
        passages done and their total.
        """
        from vectorstore.recode import recode

        return recode(self._tables, self._index, self.embedder.token_spans, progress)

    def _require_identity(self) -> None:
        with self._tables.reading() as db:
            identity.require(db, self.embedder.identity)
