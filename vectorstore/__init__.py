"""The vector store: articles, passages and embeddings, in a folder or on servers, and search."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from vectorstore.address import ServerAddress
from vectorstore.article import Article
from vectorstore.contents import StoreCounts
from vectorstore.errors import CiteraError, ModelUnavailable, StoreDamaged, StoreMismatch
from vectorstore.filters import Filters
from vectorstore.passage import Passage, ScoredPassage, Span

if TYPE_CHECKING:
    from vectorstore.embedding.embedder import Embedder
    from vectorstore.scoring.reranker import Reranker
    from vectorstore.store import Store

# Imported on first use: their dependencies take half a second, and `citera --help` must be quick.
_LATE = {
    "Embedder": "vectorstore.embedding.embedder",
    "Reranker": "vectorstore.scoring.reranker",
    "Store": "vectorstore.store",
}

__all__ = [
    "Article",
    "CiteraError",
    "Embedder",
    "Filters",
    "ModelUnavailable",
    "Passage",
    "Reranker",
    "ScoredPassage",
    "ServerAddress",
    "Span",
    "Store",
    "StoreCounts",
    "StoreDamaged",
    "StoreMismatch",
]


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATE[name]), name)
