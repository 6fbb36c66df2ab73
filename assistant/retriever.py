"""`PassageRetriever`: a store as a LangChain retriever, for chains of one's own."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from vectorstore import Filters, ScoredPassage, Store


class PassageRetriever(BaseRetriever):
    """Finds passages in a store: each is a `Document` with its text, offsets, article and score."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    store: Store
    k: int = Field(default=5, ge=1, description="Passages to find.")
    filters: Filters = Field(default=Filters(), description="Articles to look at.")

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [as_document(hit) for hit in self.store.search(query, self.k, self.filters)]


def as_document(hit: ScoredPassage) -> Document:
    """A passage that was found, with what is needed to cite it."""
    passage, article = hit.passage, hit.article
    metadata: dict[str, Any] = {
        "article_id": article.id,
        "title": article.title,
        "source": article.source,
        "date": article.date,
        "language": article.language,
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "score": hit.score,
        "probability": hit.probability,
    }
    return Document(id=passage.id, page_content=passage.text, metadata=metadata)
