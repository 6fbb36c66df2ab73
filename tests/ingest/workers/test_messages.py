"""What an ingest and its worker processes send each other arrives as it was sent."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.batches import Batch
from ingest.errors import PassedOver, SourceFailure
from ingest.extract import PageRead
from ingest.isolation.messages import from_line, to_line
from ingest.reading import FileRead, FileToRead, PreparedArticle
from ingest.workers.messages import (
    batch_in,
    batch_message,
    encoded_in,
    encoded_message,
    file_in,
    file_message,
    item_in,
    item_message,
)
from vectorstore import Article, Passage, Span
from vectorstore.coding.codings import E5_SMALL
from vectorstore.coding.passage_codes import EncodedPassage
from vectorstore.embedding.embedder import EmbedderIdentity
from vectorstore.embedding.passage_vectors import EncodedArticles

TEXT = st.text(st.characters(exclude_categories=()), max_size=30)
HASHES = st.dictionaries(TEXT, TEXT, max_size=3)
FAILURES = st.lists(
    st.builds(SourceFailure, TEXT, TEXT) | st.builds(PassedOver, TEXT, TEXT), max_size=3
)
NAMES = st.text(st.characters(exclude_characters="\0/", exclude_categories=("Cs",)), min_size=1)
FILES = st.builds(
    FileToRead,
    path=NAMES.map(Path),
    source=TEXT,
    size=st.integers(0, 2**40),
    collection=TEXT,
    held=HASHES,
    cut_before=HASHES,
    known_digest=st.none() | TEXT,
    known_failures=FAILURES,
)
READ = st.builds(
    FileRead,
    source=TEXT,
    size=st.integers(0, 2**40),
    digest=st.none() | TEXT,
    given=HASHES,
    unchanged=st.integers(0, 9),
    failures=FAILURES,
    known=st.booleans(),
)
ARTICLES = st.builds(
    Article,
    text=TEXT,
    title=TEXT,
    source=TEXT,
    date=st.none() | TEXT,
    page_starts=st.lists(st.integers(0, 9), max_size=3).map(tuple),
    page_labels=st.lists(TEXT, max_size=3).map(tuple),
    page_certainties=st.lists(st.floats(0, 1), max_size=3).map(tuple),
)


@st.composite
def prepared(draw: st.DrawFn) -> PreparedArticle:
    article = draw(ARTICLES)
    half = len(article.text) // 2
    passages = [
        Passage(article.id, 0, half, article.text[:half], (Span(0, half), Span(half, half)), 1),
        Passage(article.id, half, len(article.text), article.text[half:], (), None),
    ]
    return PreparedArticle(article, passages, draw(st.integers(0, 2**40)))


def sent(message: Any) -> Any:
    return from_line(to_line(message))


@given(FILES)
def test_a_file_to_read_arrives(file: FileToRead):
    arrived = file_in(sent(file_message(file)))
    assert arrived == file
    assert list(map(type, arrived.known_failures)) == list(map(type, file.known_failures))


@given(READ | prepared() | st.builds(PageRead, st.integers(1), st.integers(1)))
def test_what_was_read_arrives(item: FileRead | PreparedArticle | PageRead):
    arrived = item_in(sent(item_message(item)))
    assert arrived == item
    if isinstance(item, FileRead) and isinstance(arrived, FileRead):
        assert list(map(type, arrived.failures)) == list(map(type, item.failures))


def test_a_name_that_is_not_text_arrives():
    path = Path("caf\udce9.txt")
    file = FileToRead(path, "caf", 1, "default", {}, {}, None, [])
    assert file_in(sent(file_message(file))).path == path


@given(st.lists(prepared(), max_size=2), st.lists(READ, max_size=2))
def test_a_batch_arrives(articles: list[PreparedArticle], ended: list[FileRead]):
    batch = Batch(articles, ended)
    assert batch_in(sent(batch_message(batch))) == batch


@pytest.mark.parametrize("vector_codes", [b"", b"\0vectors\xff"])
def test_the_codes_of_passages_arrive(vector_codes: bytes):
    identity = EmbedderIdentity("e5", "query: ", "passage: ", 8)
    passage = EncodedPassage(vector_codes, b"\0tokens\xff", E5_SMALL)
    encoded = EncodedArticles(identity, [[passage], []])
    assert encoded_in(sent(encoded_message(encoded))) == encoded
