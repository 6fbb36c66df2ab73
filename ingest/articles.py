"""Reads the articles in a file of any supported format."""

import logging
import stat
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path, PurePath
from typing import BinaryIO, TypeVar

import regex

from ingest.chunking.blocks import split_blocks
from ingest.errors import SourceFailure, UnreadableSource
from ingest.extract import Attachment, Extract
from ingest.metadata.dates import parse_date
from ingest.metadata.file_names import date_in_name, title_in_name
from ingest.metadata.language import detect_language
from ingest.mojibake import without_mojibake
from ingest.normal_form import normal_form, normal_pages
from ingest.parsers import Parser, parser_for
from ingest.parsers.kinds import kind_of, why_unread
from ingest.sources import source_of
from vectorstore.article import Article

Found = TypeVar("Found")

_log = logging.getLogger(__name__)
_MAX_TITLE = 200
_DEEPEST = 4
"""Files around a file: it may be attached to a message that was attached to another, in a zip."""


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
        with open_file(path) as stream:
            yield from read_stream(stream, source, path.name, collection)
    except OSError as error:
        yield SourceFailure(source, f"it cannot be opened: {error.strerror or error}")
    except UnreadableSource as error:
        yield SourceFailure(source, str(error))


def open_file(path: Path) -> BinaryIO:
    """Open a regular file in binary mode.

    Raises:
        UnreadableSource: if it is empty, or a pipe or device, which may never end.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableSource("it is not a file")
    if status.st_size == 0:
        raise UnreadableSource("it is empty")
    return path.open("rb")


def read_stream(
    stream: BinaryIO, source: str, name: str, collection: str, url: str | None = None
) -> Iterator[Article | SourceFailure]:
    """The articles in an open file; parts that cannot be read come as `SourceFailure`.

    Its content and the extension of `name` tell the format. `url` is the address of articles that
    state none. Files within the file are read too, each by the parser of its own kind.

    Raises:
        UnreadableSource: if the whole file cannot be read.
    """
    for found in _read(stream, source, name, collection, ()):
        if isinstance(found, Article) and not found.url:
            yield replace(found, url=url)
        else:
            yield found


def _read(
    stream: BinaryIO, source: str, name: str, collection: str, around: tuple[str, ...]
) -> Iterator[Article | SourceFailure]:
    """As `read_stream`; `around` has the kinds of the files in which this one is."""
    kind = kind_of(stream, name)
    for found in _guarded(_parser(kind, around)(stream), source):
        if isinstance(found, Attachment):
            yield from _read_attachment(found, source, collection, (*around, kind))
        elif isinstance(found, SourceFailure):
            yield SourceFailure(f"{source}#{found.source}", found.reason)
        else:
            place = f"{source}#{found.part}" if found.part else source
            try:
                yield to_article(found, place, name, collection)
            except UnreadableSource as error:
                yield SourceFailure(place, str(error))


def _parser(kind: str, around: tuple[str, ...]) -> Parser:
    # An archive in each of many archives would hold more than can be read.
    if len(around) >= _DEEPEST or (kind == ".zip" and kind in around):
        raise UnreadableSource("it is within too many files: save it by itself")
    parse = parser_for(kind)
    if parse is None:
        raise UnreadableSource(why_unread(kind))
    return parse


def _read_attachment(
    attachment: Attachment, source: str, collection: str, around: tuple[str, ...]
) -> Iterator[Article | SourceFailure]:
    place = f"{source}/{attachment.name}"
    name = PurePath(attachment.name).name
    try:
        (content,) = _guarded((read() for read in (attachment.read,)), place)
        yield from _read(BytesIO(content), place, name, collection, around)
    except UnreadableSource as error:
        yield SourceFailure(place, str(error))


def _guarded(found: Iterator[Found], source: str) -> Iterator[Found]:
    """`found`; any error that a library raises for a damaged file becomes `UnreadableSource`."""
    try:
        yield from found
    except UnreadableSource:
        raise
    except Exception as error:
        _log.debug("reading %s failed", source, exc_info=True)
        raise UnreadableSource(f"it cannot be read: {type(error).__name__}: {error}") from error


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
        url=(extract.url or "").strip() or None,
        collection=collection,
        page_starts=page_starts,
        page_labels=extract.page_labels,
    )


def _one_line(value: str | None) -> str:
    return " ".join(normal_form(value or "").split())[:_MAX_TITLE]


def _heading(text: str) -> str:
    """The heading at the start of a text; empty if it starts with prose."""
    blocks = split_blocks(text[:2000])
    if len(blocks) < 2 or not blocks[0].is_heading:
        return ""
    return _one_line(text[blocks[0].start : blocks[0].end].lstrip("# "))
