"""Checks that a store's catalogue and its vectors agree."""

from collections.abc import Iterator

from vectorstore.article import Article
from vectorstore.catalogue import Catalogue
from vectorstore.passage import Passage
from vectorstore.vectors import GRANULARITIES, Vectors, passage_key, sentence_keys


def faults(catalogue: Catalogue, vectors: Vectors) -> list[str]:
    """What is wrong, each in a sentence. The writers' lock is to be held meanwhile."""
    found: list[str] = []
    expected: dict[str, set[str]] = {granularity: set() for granularity in GRANULARITIES}
    for article in catalogue.articles():
        passages = catalogue.passages(article)
        found.extend(_coverage_faults(article, passages))
        revision = catalogue.revision(article.id) or ""
        for passage in passages:
            expected["passages"].add(passage_key(revision, passage).id)
            expected["sentences"].update(key.id for key in sentence_keys(revision, passage))
    for granularity in GRANULARITIES:
        found.extend(_vector_faults(granularity, expected[granularity], vectors.ids(granularity)))
    return found


def _coverage_faults(article: Article, passages: list[Passage]) -> Iterator[str]:
    end = 0
    for passage in passages:
        if passage.start != end:
            yield f"{article.source}: its passages leave out or repeat offset {end}"
            return
        end = passage.end
    if end != len(article.text):
        yield f"{article.source}: its passages end at offset {end} of {len(article.text)}"


def _vector_faults(granularity: str, expected: set[str], ids: list[str]) -> Iterator[str]:
    if missing := len(expected.difference(ids)):
        yield f"{missing} {granularity} have no vector"
    if orphaned := len(set(ids) - expected):
        yield f"{orphaned} vectors belong to no {granularity} of an article"
