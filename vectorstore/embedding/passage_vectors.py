"""Embeds passages and their sentences, in batches of many articles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vectorstore.article import Article
from vectorstore.coding import token_codes
from vectorstore.coding.codings import POOLED
from vectorstore.coding.passage_codes import EncodedPassage, Vectors, encode_vectors
from vectorstore.embedding.embedder import Embedder, EmbedderIdentity
from vectorstore.embedding.identity import coding_of
from vectorstore.memory import release_free_memory
from vectorstore.passage import Passage

TokenSpans = Callable[[str], Sequence[tuple[int, int]]]
"""Gives the offsets of the tokens of a text; see `Embedder.token_spans`."""


@dataclass(frozen=True, slots=True)
class EncodedArticles:
    """The encoded passages of each of several articles, in order, and the model that made them."""

    made_by: EmbedderIdentity
    passages: list[list[EncodedPassage]]


def encode_articles(
    embedder: Embedder, items: Sequence[tuple[Article, Sequence[Passage]]]
) -> EncodedArticles:
    """Encode articles, for `Store.add_encoded`; loads the model."""
    return EncodedArticles(embedder.identity, embed_passages(embedder, items))


def embed_passages(
    embedder: Embedder, items: Sequence[tuple[Article, Sequence[Passage]]]
) -> list[list[EncodedPassage]]:
    """Encoded passages of each article, in the order given.

    All texts are embedded together, as batches of similar lengths need the least padding, and equal
    texts once: a passage of one sentence is the same text twice.
    """
    texts = [[_texts(article, passage) for passage in passages] for article, passages in items]
    whole = {
        parts[0]: passage
        for group, (_, passages) in zip(texts, items, strict=True)
        for parts, passage in zip(group, passages, strict=True)
        if parts
    }
    coding = coding_of(embedder.identity)
    rows, codes = {}, {}
    for text, embedded in zip(whole, embedder.embed_passages(list(whole)), strict=True):
        sentences = sentences_to_pool(whole[text], coding, embedder.token_spans)
        rows[text] = embedded.vector
        codes[text] = token_codes.encode(embedded.tokens, coding, sentences)
    rest = list(
        {text: None for group in texts for parts in group for text in parts[1:]}.keys()
        - rows.keys()
    )
    rows.update(zip(rest, embedder.encode_passages(rest), strict=True))
    release_free_memory()
    return [
        [
            EncodedPassage(
                encode_vectors(_stack([rows[text] for text in parts]), coding),
                codes[parts[0]] if parts else b"",
                coding,
            )
            for parts in group
        ]
        for group in texts
    ]


def sentences_to_pool(passage: Passage, coding: int, token_spans: TokenSpans) -> list[int]:
    """Numbers of the sentences of a passage's tokens; empty for a coding that does not pool."""
    if coding not in POOLED:
        return []
    return passage.sentence_numbers(token_spans(passage.text.strip()))


def _texts(article: Article, passage: Passage) -> list[str]:
    """Texts of a passage and of its sentences; empty for a passage without sentences."""
    if not passage.sentences:
        return []
    own = article.text[passage.start : passage.end].strip()
    return [own, *(article.text[span.start : span.end] for span in passage.sentences)]


def _stack(vectors: Sequence[NDArray[np.float32]]) -> Vectors:
    return np.stack(vectors) if vectors else np.zeros((0, 0), np.float32)
