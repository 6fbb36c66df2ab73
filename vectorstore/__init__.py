"""The store: articles, their passages and their vectors, in Chroma on disk."""

from vectorstore.article import Article
from vectorstore.embeddings import Embedder
from vectorstore.errors import CiteraError, ModelUnavailable, StoreDamaged, StoreMismatch
from vectorstore.passage import Passage, ScoredPassage, Span
from vectorstore.store import Store, StoreCounts

__all__ = [
    "Article",
    "CiteraError",
    "Embedder",
    "ModelUnavailable",
    "Passage",
    "ScoredPassage",
    "Span",
    "Store",
    "StoreCounts",
    "StoreDamaged",
    "StoreMismatch",
]
