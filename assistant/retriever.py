"""Retrieval from a store: as the stage of a question, and as a LangChain retriever."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from assistant.evidence import best_evidence
from assistant.query.language import likeliest_language
from assistant.query.query import Query
from assistant.stages import Retrieved
from vectorstore import Filters, Passage, ScoredPassage, Store


@dataclass(frozen=True)
class StoreRetriever:
    """Finds passages in a store, and the sentences in them that match best."""

    store: Callable[[], Store]
    """Gives the store, opened when it is first needed."""
    passages: int
    sentences: int

    def retrieve(self, query: Query, shown: Sequence[ScoredPassage] = ()) -> Retrieved:
        """The passages for a query, behind those that are `shown` already, and their evidence."""
        store = self.store()
        found = store.search(query.searched, self.passages, query.filters, language=query.language)
        known = {hit.passage.id for hit in shown}
        passages = (*shown, *(hit for hit in found if hit.passage.id not in known))
        evidence = best_evidence(found, self.sentences, passages)
        return Retrieved(passages, tuple(evidence))


class PassageRetriever(BaseRetriever):
    """Finds passages in a store: each is a `Document` with its text, offsets, article and score."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    store: Store
    k: int = Field(default=5, ge=1, description="Passages to find.")
    filters: Filters = Field(default=Filters(), description="Articles to look at.")
    context: int = Field(
        default=0, ge=0, description="Sentences of the article to add on either side of a passage."
    )

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        language = likeliest_language(query)
        hits = self.store.search(query, self.k, self.filters, language=language)
        if not self.context:
            return [as_document(hit, hit.passage) for hit in hits]
        return [as_document(hit, self.store.around(hit.passage, self.context)) for hit in hits]


def as_document(hit: ScoredPassage, passage: Passage) -> Document:
    """A passage that was found, or the same with more around it, with what is needed to cite it."""
    article = hit.article
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
