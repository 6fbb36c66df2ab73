"""The store as a LangChain retriever."""

from assistant.retriever import PassageRetriever
from vectorstore import Filters, Store


def test_documents_carry_what_a_citation_needs(small_store: Store) -> None:
    (document,) = PassageRetriever(store=small_store, k=1).invoke("How much oil is expected?")
    article = small_store.get(document.metadata["article_id"])
    assert article is not None
    assert article.source == "harvest.txt"
    span = slice(document.metadata["start"], document.metadata["end"])
    assert article.text[span] == document.page_content
    assert document.metadata["score"] > 0


def test_filters_are_kept_to(small_store: Store) -> None:
    retriever = PassageRetriever(store=small_store, k=9, filters=Filters(languages=("es",)))
    assert {each.metadata["language"] for each in retriever.invoke("olive oil")} == {"es"}


def test_context_widens_a_document_within_its_article(small_store: Store) -> None:
    query = "Who is the spokesman of Haftar?"
    (narrow,) = PassageRetriever(store=small_store, k=1).invoke(query)
    (wide,) = PassageRetriever(store=small_store, k=1, context=2).invoke(query)
    article = small_store.get(wide.metadata["article_id"])
    assert article is not None
    assert wide.page_content == article.text[wide.metadata["start"] : wide.metadata["end"]]
    assert narrow.page_content.strip() in wide.page_content
    assert len(wide.page_content) > len(narrow.page_content) + 50
