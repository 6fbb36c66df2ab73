"""What an ingest and its worker processes send each other, as JSON.

No pickle: see `ingest.isolation.messages`. The codes of vectors and tokens are in base 64.
"""

import os
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ingest.batches import Batch
from ingest.errors import SourceFailure
from ingest.extract import PageRead
from ingest.isolation.messages import found_in, reply_of
from ingest.reading import FileRead, FileToRead, PreparedArticle, ReadItem
from vectorstore.article import Article
from vectorstore.passage import Passage, Span

if TYPE_CHECKING:
    from vectorstore.coding.passage_codes import EncodedPassage
    from vectorstore.embedding.passage_vectors import EncodedArticles

_ARTICLE, _FILE = "article", "file"
_TUPLES = ("page_starts", "page_labels", "page_certainties")
"""Fields of an `Article` that JSON knows as lists only."""


def file_message(file: FileToRead) -> dict[str, Any]:
    """The message that asks for a file to be read."""
    failures = _failures_message(file.known_failures)
    return asdict(file) | {"path": os.fspath(file.path), "known_failures": failures}


def file_in(message: dict[str, Any]) -> FileToRead:
    """The file that a message of `file_message` asks for."""
    failures = _failures_in(message["known_failures"])
    return FileToRead(**message | {"path": Path(message["path"]), "known_failures": failures})


def item_message(item: ReadItem) -> list[Any]:
    """The message that tells what was read."""
    if isinstance(item, PageRead):
        return reply_of(item)
    if isinstance(item, PreparedArticle):
        return [_ARTICLE, asdict(item.article), _spans_message(item.passages), item.position]
    return [_FILE, asdict(item) | {"failures": _failures_message(item.failures)}]


def item_in(message: list[Any]) -> ReadItem:
    """What a message of `item_message` tells."""
    kind, *content = message
    if kind == _ARTICLE:
        fields, spans, position = content
        article = Article(**fields | {key: tuple(fields[key]) for key in _TUPLES})
        return PreparedArticle(article, _passages_in(article, spans), position)
    if kind != _FILE:
        return cast(PageRead, found_in(message))
    (fields,) = content
    return FileRead(**fields | {"failures": _failures_in(fields["failures"])})


def encoded_message(encoded: "EncodedArticles") -> dict[str, Any]:
    """The message that holds encoded articles."""
    passages = [[_passage_message(each) for each in group] for group in encoded.passages]
    return {"made_by": asdict(encoded.made_by), "passages": passages}


def encoded_in(message: dict[str, Any]) -> "EncodedArticles":
    """The encoded articles that a message of `encoded_message` holds."""
    from vectorstore.embedding.embedder import EmbedderIdentity
    from vectorstore.embedding.passage_vectors import EncodedArticles

    made_by = EmbedderIdentity(**message["made_by"])
    passages = [[_passage_in(each) for each in group] for group in message["passages"]]
    return EncodedArticles(made_by, passages)


def batch_message(batch: Batch) -> dict[str, Any]:
    """The message that holds a batch, which is of no page."""
    return {
        "articles": [item_message(each) for each in batch.articles],
        "ended": [item_message(each) for each in batch.ended],
        "encoded": batch.encoded and encoded_message(batch.encoded),
    }


def batch_in(message: dict[str, Any]) -> Batch:
    """The batch that a message of `batch_message` holds."""
    articles, ended = (map(item_in, message[key]) for key in ("articles", "ended"))
    return Batch(
        [each for each in articles if isinstance(each, PreparedArticle)],
        [each for each in ended if isinstance(each, FileRead)],
        message["encoded"] and encoded_in(message["encoded"]),
    )


def _spans_message(passages: Sequence[Passage]) -> list[Any]:
    return [
        [each.start, each.end, each.page, [[span.start, span.end] for span in each.sentences]]
        for each in passages
    ]


def _passages_in(article: Article, spans: list[Any]) -> list[Passage]:
    article_id = article.id
    return [
        Passage(
            article_id,
            start,
            end,
            article.text[start:end],
            tuple(Span(*span) for span in sentences),
            page,
        )
        for start, end, page, sentences in spans
    ]


def _failures_message(failures: Sequence[SourceFailure]) -> list[Any]:
    return [reply_of(each) for each in failures]


def _failures_in(messages: list[Any]) -> list[SourceFailure]:
    return [cast(SourceFailure, found_in(each)) for each in messages]


def _passage_message(encoded: "EncodedPassage") -> list[Any]:
    codes = (encoded.vector_codes, encoded.token_codes)
    return [*(b64encode(each).decode() for each in codes), encoded.coding]


def _passage_in(message: list[Any]) -> "EncodedPassage":
    from vectorstore.coding.passage_codes import EncodedPassage

    vector_codes, token_codes, coding = message
    return EncodedPassage(b64decode(vector_codes), b64decode(token_codes), coding)
