"""Makes articles of the texts in a file, in this process."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import regex

from ingest.chunking.blocks import split_blocks
from ingest.errors import SourceFailure, UnreadableSource
from ingest.extract import Extract, PageRead
from ingest.extraction import Extracted, extract_file, extract_stream
from ingest.metadata.dates import parse_date
from ingest.metadata.file_names import date_in_name, title_in_name
from ingest.metadata.language import detect_language
from ingest.mojibake import without_mojibake
from ingest.normal_form import normal_form, normal_pages, without_half_pairs
from ingest.sources import source_of
from vectorstore.article import Article

_MAX_TITLE = 200


def read_articles(path: Path, collection: str = "default") -> Iterator[Article]:
    """The articles in the file at `path`.

    Raises:
        UnreadableSource: at the first article that cannot be read; the text says which and why.
    """
    for found in read_source(path, collection):
        if isinstance(found, SourceFailure):
            raise UnreadableSource(f"{found.source}: {found.reason}")
        yield found


def read_source(path: Path, collection: str = "default") -> Iterator[Article | SourceFailure]:
    """The articles in the file at `path`; parts that cannot be read come as `SourceFailure`."""
    source = source_of(path)
    try:
        for found in extract_file(path, source, path.name):
            if not isinstance(found, PageRead):
                yield to_article_or_failure(found, collection)
    except UnreadableSource as error:
        yield SourceFailure(source, str(error))


def read_stream(
    stream: BinaryIO, source: str, name: str, collection: str
) -> Iterator[Article | SourceFailure]:
    """The articles in an open file; parts that cannot be read come as `SourceFailure`.

    Raises:
        UnreadableSource: if the whole file cannot be read.
    """
    for found in extract_stream(stream, source, name):
        if not isinstance(found, PageRead):
            yield to_article_or_failure(found, collection)


def to_article_or_failure(
    found: Extracted | SourceFailure, collection: str, url: str | None = None
) -> Article | SourceFailure:
    """The article of a text that was found in a file; a failure where it has no word.

    `url` is the address of articles that state none.
    """
    if isinstance(found, SourceFailure):
        return found
    try:
        article = to_article(found.extract, found.source, found.name, collection)
    except UnreadableSource as error:
        return SourceFailure(found.source, str(error))
    return article if article.url else replace(article, url=url)


def to_article(extract: Extract, source: str, name: str, collection: str) -> Article:
    """Normalise an extract; missing metadata are inferred from the text and the file `name`.

    Raises:
        UnreadableSource: if the text contains no word.
    """
    extract = without_mojibake(extract)
    text, page_starts = normal_pages(extract.text, extract.page_starts)
    if not regex.search(r"[\p{L}\p{N}]", text):
        raise UnreadableSource("it is empty: there is no word in it")
    heading = _heading(text) if extract.is_headed else ""
    stated = regex.match(r"[a-z]{2}\b", (extract.language or "").lower())
    return Article(
        text=text,
        title=_one_line(extract.title) or heading or _one_line(title_in_name(name)),
        source=source,
        date=parse_date(extract.date) or (None if extract.part else date_in_name(name)),
        language=stated[0] if stated else detect_language(text),
        author=_one_line(extract.author) or None,
        url=without_half_pairs(extract.url or "").strip() or None,
        collection=collection,
        page_starts=page_starts,
        page_labels=tuple(map(without_half_pairs, extract.page_labels)),
        page_certainties=extract.page_certainties,
    )


def _one_line(value: str | None) -> str:
    return " ".join(normal_form(value or "").split())[:_MAX_TITLE]


def _heading(text: str) -> str:
    """The heading at the start of a text; empty if it starts with prose."""
    blocks = split_blocks(text[:2000])
    if len(blocks) < 2 or not blocks[0].is_heading:
        return ""
    return _one_line(text[blocks[0].start : blocks[0].end].lstrip("# "))
