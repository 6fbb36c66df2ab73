"""Search methods that `eval.bench.ablate` compares: the parts of Citera's, and plain ones."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from vectorstore import CiteraError, Reranker, Store
from vectorstore.scoring.ranking import Weights

Search = Callable[[str], list[str]]
"""Search method: from a question to the sources of the paragraphs found, best first."""

PRODUCT = "all"
"""Name of Citera's own search, with all its parts."""
DEPTH = 10
_DEEP = 60
"""Number of results that rank fusion takes from each list."""
_RRF = 60


class Bm25Retriever(BaseRetriever):
    """BM25 over words, by SQLite's full-text search."""

    db: sqlite3.Connection
    model_config = ConfigDict(arbitrary_types_allowed=True)

    @classmethod
    def of(cls, paragraphs: dict[str, str]) -> "Bm25Retriever":
        """Index of paragraphs (text by name), in memory."""
        db = sqlite3.connect(":memory:")
        db.execute("CREATE VIRTUAL TABLE texts USING fts5(name UNINDEXED, text)")
        db.executemany("INSERT INTO texts VALUES (?, ?)", paragraphs.items())
        return cls(db=db)

    def _get_relevant_documents(self, query: str, *, run_manager: object) -> list[Document]:
        words = "".join(letter if letter.isalnum() else " " for letter in query).split()
        rows = self.db.execute(
            "SELECT name FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?",
            (" OR ".join(f'"{word}"' for word in words), _DEEP),
        )
        return [Document(page_content=name) for (name,) in rows]


class DenseRetriever(BaseRetriever):
    """Dense retrieval: a store searched by passage vectors alone."""

    store: Store
    model_config = ConfigDict(arbitrary_types_allowed=True)

    def _get_relevant_documents(self, query: str, *, run_manager: object) -> list[Document]:
        return [Document(page_content=name) for name in sources(self.store, DENSE, _DEEP, query)]


DENSE = Weights(passage=1, sentence=0, tokens=0, lexical=0)
_SENTENCES = Weights(passage=0, sentence=1, tokens=0, lexical=0)


def weightings() -> dict[str, Weights]:
    """Weights by method: single parts, parts added one by one, and all parts without one."""
    full = Weights()
    return {
        "passage vectors (plain dense)": DENSE,
        "sentence vectors": _SENTENCES,
        "passages + sentences": replace(full, tokens=0, lexical=0),
        "without passages": replace(full, passage=0, sentence=1),
        "without sentences": replace(full, passage=1, sentence=0),
        "without tokens": replace(full, tokens=0),
        "without words": replace(full, lexical=0),
        PRODUCT: full,
    }


def searches(
    store: Store, paragraphs: dict[str, str], reranker: Reranker | None = None
) -> Iterator[tuple[str, Search]]:
    """Search methods with their names. `store` holds the paragraphs and has no reranker.

    Raises:
        CiteraError: if the package of LangChain's retriever is not installed.
    """
    try:
        from langchain_classic.retrievers import EnsembleRetriever
    except ImportError:
        raise CiteraError(
            "The comparison needs one more package: pip install langchain-classic"
        ) from None
    words = Bm25Retriever.of(paragraphs)
    bm25 = partial(_names, words)
    lists = [partial(sources, store, each, _DEEP) for each in (DENSE, _SENTENCES)]
    ensemble = EnsembleRetriever(
        retrievers=[DenseRetriever(store=store), words], weights=[0.5, 0.5], c=_RRF
    )
    yield "BM25", bm25
    yield "plain rank fusion (RRF)", partial(fuse_ranks, [*lists, bm25])
    yield "LangChain EnsembleRetriever", partial(_names, ensemble)
    for name, weights in weightings().items():
        yield name, partial(sources, store, weights, DEPTH)
    if reranker is not None:
        reranking = Store.open(store.path, store.embedder, reranker)
        yield f"{PRODUCT}, reranked", partial(sources, reranking, Weights(), DEPTH)


def fuse_ranks(lists: Sequence[Search], question: str) -> list[str]:
    """Reciprocal rank fusion (Cormack, Clarke and Buettcher 2009) of the results of methods."""
    scores: defaultdict[str, float] = defaultdict(float)
    for search in lists:
        for rank, source in enumerate(search(question), start=1):
            scores[source] += 1 / (_RRF + rank)
    return sorted(scores, key=lambda source: -scores[source])


def _names(retriever: BaseRetriever, question: str) -> list[str]:
    return [each.page_content for each in retriever.invoke(question)]


def sources(store: Store, weights: Weights, depth: int, question: str) -> list[str]:
    """Sources of the articles of the `depth` best passages, best first."""
    return [hit.article.source for hit in store.search(question, depth, weights=weights)]
