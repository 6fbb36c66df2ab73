"""`Store`: articles, their passages and their vectors, on disk, safe to write and to be killed."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from vectorstore.ann.index import Index, SegmentUnreadable
from vectorstore.article import Article
from vectorstore.embedding import identity
from vectorstore.embedding.embedder import Embedder
from vectorstore.errors import CiteraError, StoreDamaged
from vectorstore.filters import Filters
from vectorstore.passage import Passage, ScoredPassage
from vectorstore.scoring.ranking import Weights
from vectorstore.scoring.reranker import Reranker
from vectorstore.scoring.scale import Scale, scale_of
from vectorstore.search import SearchRequest, StoreStatistics, search
from vectorstore.tables import article_rows, passage_rows
from vectorstore.tables.database import Database
from vectorstore.threads import one_blas_thread

_TRIES = 3


@dataclass(frozen=True)
class StoreCounts:
    """How much a store holds."""

    articles: int
    passages: int
    sentences: int


@dataclass(frozen=True)
class Facets:
    """What a store's articles can be told apart by: values that `Filters` may ask for.

    `collections` and `languages` are in the order of their size, largest first; `first` and
    `last` are the earliest and latest date, None where no article has one.
    """

    collections: tuple[str, ...]
    languages: tuple[str, ...]
    first: str | None
    last: str | None


class Store:
    """A folder with a SQLite database and an index of its vectors in Chroma.

    An article is added or replaced in one transaction of the database: searches see the old one
    or the new one, never a part, and whatever is killed leaves one of the two. Any number of
    threads and processes may read and write at once. A `reranker` orders what searches find.
    """

    def __init__(self, path: Path, embedder: Embedder, reranker: Reranker | None = None) -> None:
        self.path = path
        self.embedder = embedder
        self.reranker = reranker
        self._database = Database(path / "store.sqlite3")
        self._statistics = StoreStatistics()
        self._index = Index(self._database, path / "chroma")

    @classmethod
    def open(cls, path: Path, embedder: Embedder, reranker: Reranker | None = None) -> "Store":
        """Open the store in the folder `path`, or make one there. Loads no model.

        Raises:
            StoreDamaged: if its files are damaged, or of another version of Citera.
            CiteraError: if the folder cannot be read or written.
        """
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CiteraError(
                f"The store's folder {path} cannot be made ({error}). Set CITERA_STORE to a"
                " folder that you can write to."
            ) from error
        return cls(path, embedder, reranker)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self._index.close()
        self._database.close()

    def add(self, items: Sequence[tuple[Article, Sequence[Passage]]]) -> None:
        """Embed articles and make them searchable, each in place of what its source gave before.

        All of `items` become searchable together or, where this fails, none.

        Raises:
            StoreMismatch: if the store's vectors are of another model or other prompts.
            CiteraError: if the disk is full, another process keeps writing, or an article is no
                text that can be stored.
        """
        from vectorstore.embedding.passage_vectors import embed_passages

        if not items:
            return
        for article, _ in items:
            _require_text(article)
        self._require_identity()
        vectors = embed_passages(self.embedder, items)
        with self._database.writing() as db:
            identity.require(db, self.embedder.identity)
            identity.record(db, self.embedder.identity)
            for (article, passages), group in zip(items, vectors, strict=True):
                article_rows.delete(db, article.id)
                article_rows.insert(db, article)
                for passage, each in zip(passages, group, strict=True):
                    passage_rows.insert(db, passage, each)
        self._index.update(self.embedder.identity.dimensions)

    def remove(self, article_id: str) -> bool:
        """Remove an article; False where there is none of that id."""
        with self._database.writing() as db:
            return article_rows.delete(db, article_id)

    def get(self, article_id: str) -> Article | None:
        """The article of that id."""
        with self._database.reading() as db:
            return article_rows.fetch(db, [article_id]).get(article_id)

    def articles(self, collection: str | None = None) -> Iterator[Article]:
        """All articles, or a collection's, in the order of their sources."""
        with self._database.reading() as db:
            ids = article_rows.ids(db, collection)
        for article_id in ids:
            article = self.get(article_id)
            if article is not None:
                yield article

    def newest(self, count: int, filters: Filters | None = None) -> list[tuple[Article, Passage]]:
        """The `count` articles with the latest dates that pass `filters`, with their beginnings."""
        with self._database.reading() as db:
            ids = article_rows.newest(db, count, filters or Filters())
            articles = article_rows.fetch(db, ids)
            rows = [row for each in ids for row in passage_rows.of_article(db, each)[:1]]
            return [
                (articles[row.article_id], row.passage(articles[row.article_id])) for row in rows
            ]

    def content_hashes(self, collection: str | None = None) -> dict[str, str]:
        """`Article.content_hash` of every article, by article id."""
        with self._database.reading() as db:
            return article_rows.content_hashes(db, collection)

    def sources(self, collection: str | None = None) -> dict[str, str]:
        """`Article.source` of every article, by article id."""
        with self._database.reading() as db:
            return article_rows.sources(db, collection)

    def passages(self, article_id: str) -> list[Passage]:
        """Passages of an article, in order; none where there is no such article."""
        with self._database.reading() as db:
            article = article_rows.fetch(db, [article_id]).get(article_id)
            rows = passage_rows.of_article(db, article_id)
        return [row.passage(article) for row in rows] if article else []

    def around(self, passage: Passage, sentences: int) -> Passage:
        """A passage with so many more sentences of its article on either side.

        They may be of the passages beside it; the page is that of the first sentence.
        """
        with self._database.reading() as db:
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
        """The `k` passages that match `query` best, best first, of articles that pass `filters`.

        `weights` is how the kinds of evidence count; left out, as is best for most stores.
        `language` is the ISO 639-1 code of the query's: with it, articles in other languages are
        found as well as those in the same.

        Raises:
            StoreMismatch: if the store's vectors are of another model or other prompts.
            ModelUnavailable: if there is a reranker that cannot be loaded.
        """
        with self._database.reading() as db:
            if not query.strip() or not article_rows.are_there(db):
                return []
        self._require_identity()
        with ThreadPoolExecutor(max_workers=1) as beside:
            embedding = beside.submit(self.embedder.embed_question, query)
            asked = filters or Filters()
            spans = self.embedder.token_spans
            request = SearchRequest(query, embedding, k, asked, language, self._scale, spans)
            return self._search(request, weights or Weights())

    def count(self) -> StoreCounts:
        """How much the store holds."""
        with self._database.reading() as db:
            return StoreCounts(article_rows.count(db), *passage_rows.counts(db))

    def facets(self) -> Facets:
        """The collections, languages and dates that there are to choose among."""
        with self._database.reading() as db:
            collections, languages, first, last = article_rows.facets(db)
        return Facets(tuple(collections), tuple(languages), first, last)

    def faults(self) -> list[str]:
        """What is wrong with the store, each in a sentence; empty where all is well.

        Looks at everything: passages that do not cover their text, passages and sentences
        without a vector, and vectors that the index lacks.
        """
        from vectorstore.tables.audit import faults

        with self._database.reading() as db:
            return faults(db, self._index, self.embedder.identity.dimensions)

    def reindex(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Make all vectors anew with this embedder; returns the number of articles.

        The store stays searchable with the model before until all are made. A run that is
        interrupted goes on where it was. `progress` is told the passages done and in all.
        """
        from vectorstore.reindex import reindex

        return reindex(self._database, self._index, self.embedder, progress)

    def _search(self, request: SearchRequest, weights: Weights) -> list[ScoredPassage]:
        """What matches a question, once what cannot be read of the index was made anew."""
        made_by = identity.as_text(self.embedder.identity)
        for _ in range(_TRIES):
            try:
                with self._database.reading() as db, one_blas_thread():
                    identity.require(db, self.embedder.identity)
                    return search(
                        db,
                        self._index,
                        self._statistics,
                        made_by,
                        request,
                        weights,
                        self.reranker,
                    )
            except SegmentUnreadable as error:
                self._index.mend(error.row, len(request.embedded.vector))
        raise StoreDamaged(
            f"The index in {self.path / 'chroma'} cannot be read. Check the disk, then move the"
            " folder away: it is made anew at the next search."
        )

    @cached_property
    def _scale(self) -> Scale:
        return scale_of(self.embedder)

    def _require_identity(self) -> None:
        with self._database.reading() as db:
            identity.require(db, self.embedder.identity)


def _require_text(article: Article) -> None:
    """Refuse halves of surrogate pairs, which no model reads and no file keeps."""
    for part in (article.text, article.title, article.source, article.author, article.url):
        try:
            (part or "").encode()
        except UnicodeEncodeError as error:
            raise CiteraError(
                f"The article {article.source!r} is not valid Unicode: it has the lone surrogate"
                f" {error.object[error.start]!r} at offset {error.start} of {error.object[:40]!r}."
                " Decode its file with the right encoding and add it again."
            ) from error
