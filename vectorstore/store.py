"""`Store`: articles, their passages and their vectors, on disk, safe to write and to be killed."""

import json
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from vectorstore.article import Article
from vectorstore.catalogue import Catalogue
from vectorstore.embeddings import Embedder, EmbedderIdentity
from vectorstore.errors import CiteraError, StoreDamaged, StoreMismatch
from vectorstore.passage import Passage, ScoredPassage
from vectorstore.search import search
from vectorstore.vectors import Granularity, VectorKey, Vectors, passage_key, sentence_keys

_IDENTITY = "embedder"
_LOCK_SECONDS = 600
_REINDEX_BATCH = 64


@dataclass(frozen=True)
class StoreCounts:
    """How much a store holds."""

    articles: int
    passages: int
    sentences: int


class Store:
    """A folder with a SQLite catalogue and Chroma's vectors.

    An article is added or replaced in one step: searches see the old one or the new one, never
    a part. Any number of threads and processes may read; writers take turns.
    """

    def __init__(self, path: Path, embedder: Embedder) -> None:
        self.path = path
        self.embedder = embedder
        self._catalogue = Catalogue(path / "catalogue.sqlite3")
        self._opened: Vectors | None = None
        self._checked = False

    @classmethod
    def open(cls, path: Path, embedder: Embedder) -> "Store":
        """Open the store in the folder `path`, or make one there. Loads no model.

        Raises `StoreDamaged` where the folder cannot be written or its files cannot be read.
        """
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreDamaged(
                f"The store's folder {path} cannot be made ({error}). Set CITERA_STORE to a"
                " folder that you can write to."
            ) from error
        return cls(path, embedder)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def add(self, items: Sequence[tuple[Article, Sequence[Passage]]]) -> None:
        """Embed articles and make them searchable, each in place of what its source gave before.

        All of `items` become searchable together or, where this fails, none. Raises
        `StoreMismatch` where the store's vectors are of another model.
        """
        if not items:
            return
        self._check_identity()
        prepared = [(uuid.uuid4().hex, article, list(passages)) for article, passages in items]
        keys: dict[Granularity, list[VectorKey]] = {
            "passages": [passage_key(rev, p) for rev, _, group in prepared for p in group],
            "sentences": [
                k for rev, _, group in prepared for p in group for k in sentence_keys(rev, p)
            ],
        }
        texts = {revision: article.text for revision, article, _ in prepared}
        vectors = {
            name: self.embedder.encode_passages(
                [texts[key.revision][key.span.start : key.span.end] for key in group]
            )
            for name, group in keys.items()
        }
        with self._writing():
            self._catalogue.announce([revision for revision, _, _ in prepared])
            for name, group in keys.items():
                self._vectors.add(name, group, vectors[name])
            self._catalogue.publish(prepared)
            self._sweep()

    def remove(self, article_id: str) -> bool:
        """Remove an article; False where there is none of that id."""
        with self._writing():
            removed = self._catalogue.withdraw(article_id)
            self._sweep()
        return removed

    def get(self, article_id: str) -> Article | None:
        """The article of that id."""
        return self._catalogue.article(article_id)

    def articles(self, collection: str | None = None) -> Iterator[Article]:
        """All articles, or a collection's, in the order of their sources."""
        return self._catalogue.articles(collection)

    def content_hashes(self, collection: str | None = None) -> dict[str, str]:
        """`Article.content_hash` of every article, by article id."""
        return self._catalogue.content_hashes(collection)

    def sources(self, collection: str | None = None) -> dict[str, str]:
        """`Article.source` of every article, by article id."""
        return self._catalogue.sources(collection)

    def passages(self, article_id: str) -> list[Passage]:
        """Passages of an article, in order; none where there is no such article."""
        article = self.get(article_id)
        return self._catalogue.passages(article) if article else []

    def search(self, query: str, k: int = 5) -> list[ScoredPassage]:
        """The `k` passages that match `query` best, best first."""
        if not query.strip() or self.count().articles == 0:
            return []
        self._check_identity()
        return search(self._catalogue, self._vectors, self.embedder.encode_query(query), k)

    def count(self) -> StoreCounts:
        """How much the store holds."""
        return StoreCounts(*self._catalogue.counts())

    def faults(self) -> list[str]:
        """What is wrong with the store, each in a sentence; empty where all is well.

        Looks at everything: passages that do not cover their text, passages and sentences
        without a vector, and vectors that belong to no article.
        """
        from vectorstore.audit import faults

        with self._writing():
            return faults(self._catalogue, self._vectors)

    def reindex(self) -> int:
        """Make all vectors anew with this embedder; returns the number of articles.

        A run that is interrupted leaves the store refusing searches until it is run again.
        """
        with self._writing():
            self._catalogue.write_property(_IDENTITY, json.dumps(None))
            self._vectors.clear()
        self._checked = True
        ids = list(self.content_hashes())
        for at in range(0, len(ids), _REINDEX_BATCH):
            articles = [self.get(article_id) for article_id in ids[at : at + _REINDEX_BATCH]]
            self.add([(article, self.passages(article.id)) for article in articles if article])
        self._write_identity(self.embedder.identity)
        return len(ids)

    @property
    def _vectors(self) -> Vectors:
        if self._opened is None:
            self._opened = Vectors(self.path / "chroma")
        return self._opened

    def _check_identity(self) -> None:
        if self._checked:
            return
        recorded = self._catalogue.read_property(_IDENTITY)
        current = self.embedder.identity
        if recorded is None:
            self._write_identity(current)
        else:
            fields = json.loads(recorded)
            if fields != asdict(current):
                made_by = EmbedderIdentity(**fields) if fields else "an interrupted re-indexing"
                raise StoreMismatch(
                    f"The vectors in {self.path} were made by {made_by}, and the model in use is"
                    f" {current}. Run `citera reindex` to make them anew, or set"
                    " CITERA_EMBEDDINGS to the model that made them."
                )
        self._checked = True

    def _write_identity(self, identity: EmbedderIdentity) -> None:
        self._catalogue.write_property(_IDENTITY, json.dumps(asdict(identity)))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the writers' lock, with what a killed writer left behind swept away."""
        from filelock import FileLock, Timeout

        try:
            with FileLock(self.path / "write.lock", timeout=_LOCK_SECONDS):
                self._sweep()
                yield
        except Timeout as error:
            raise CiteraError(
                f"Another process has been writing to {self.path} for {_LOCK_SECONDS} s. Wait"
                " for it to end, or stop it, and try again."
            ) from error
        except OSError as error:
            raise StoreDamaged(
                f"Writing to the store {self.path} failed ({error}). What it held before is"
                " intact; check the disk's space and permissions and try again."
            ) from error

    def _sweep(self) -> None:
        stale = self._catalogue.stale_revisions()
        if stale:
            self._vectors.remove(stale)
            self._catalogue.forget_stale(stale)
