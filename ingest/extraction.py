"""Reads the texts in a file of any supported format, and in the files within it."""

import logging
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path, PurePath
from typing import BinaryIO, TypeVar

from ingest.errors import LimitReached, SourceFailure, UnreadableSource
from ingest.extract import Attachment, Extract, PageRead
from ingest.normal_form import without_half_pairs
from ingest.parsers import Parser, parser_for
from ingest.parsers.kinds import kind_of, why_unread

Item = TypeVar("Item")

_log = logging.getLogger(__name__)
_DEEPEST = 4
"""Files around a file: it may be attached to a message that was attached to another, in a zip."""
_MOST_FAILURES = 1000
"""Parts of a file that are named where they cannot be read; a hostile file has millions."""
_LONGEST_REASON = 300  # characters of what a library says, which may quote the file at length


@dataclass(frozen=True, slots=True)
class Extracted:
    """A text that was found in a file, and where in it."""

    extract: Extract
    source: str
    """Where the text stands: the file, and the part of it or the file within it."""
    name: str
    """Name of the file that holds the text, which may be within another."""
    position: int = 0
    """How far the outer file was read, in bytes."""


Found = Extracted | SourceFailure | PageRead
"""A text, a part that cannot be read, or a page that was read on the way to a text."""

ExtractFile = Callable[[Path, str, str], Iterator[Found]]
"""Reads the file at a path, as `extract_file` does."""


def extract_file(path: Path, source: str, name: str) -> Iterator[Found]:
    """The texts in the file at `path`; parts that cannot be read come as `SourceFailure`.

    The content of the file and the ending of `name` tell its format. Pages are told when they are
    read, as `PageRead`: each that OCR recognises, and some of the others.

    Raises:
        UnreadableSource: if the whole file cannot be opened or read.
    """
    try:
        with open_file(path) as stream:
            yield from extract_stream(stream, source, name)
    except OSError as error:
        raise UnreadableSource(f"it cannot be opened: {error.strerror or error}") from error


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


def extract_stream(stream: BinaryIO, source: str, name: str) -> Iterator[Found]:
    """As `extract_file`, for an open file.

    Raises:
        UnreadableSource: if the whole file cannot be read.
    """
    failures = 0
    for found in _extract(stream, source, name, ()):
        if isinstance(found, SourceFailure):
            failures += 1
            if failures <= _MOST_FAILURES:
                yield found
        elif isinstance(found, Extracted) and not stream.closed:
            yield replace(found, position=stream.tell())
        else:
            yield found
    if failures > _MOST_FAILURES:
        unnamed = failures - _MOST_FAILURES
        yield SourceFailure(source, f"{unnamed:,} further parts of it cannot be read either")


def _extract(stream: BinaryIO, source: str, name: str, around: tuple[str, ...]) -> Iterator[Found]:
    """As `extract_stream`; `around` has the kinds of the files in which this one is."""
    kind = kind_of(stream, name)
    for found in _guarded(_parser(kind, around)(stream), source):
        if isinstance(found, Attachment):
            yield from _extract_attachment(found, source, (*around, kind))
        elif isinstance(found, SourceFailure):
            yield found._replace(source=_place(source, "#", found.source))
        elif isinstance(found, PageRead):
            yield found
        else:
            yield Extracted(found, _place(source, "#", found.part), name)


def _place(source: str, mark: str, part: str) -> str:
    """The name of a part of a file, or of a file within it, which the file itself states.

    It is that of the file where `part` is empty, as for the whole of it.
    """
    return f"{source}{mark}{without_half_pairs(part)}" if part else source


def _parser(kind: str, around: tuple[str, ...]) -> Parser:
    # An archive in each of many archives would hold more than can be read.
    if len(around) >= _DEEPEST or (kind == ".zip" and kind in around):
        raise UnreadableSource("it is within too many files: save it by itself")
    parse = parser_for(kind)
    if parse is None:
        raise UnreadableSource(why_unread(kind))
    return parse


def _extract_attachment(
    attachment: Attachment, source: str, around: tuple[str, ...]
) -> Iterator[Found]:
    place = _place(source, "/", attachment.name)
    name = PurePath(attachment.name).name
    try:
        (content,) = _guarded((read() for read in (attachment.read,)), place)
        yield from _extract(BytesIO(content), place, name, around)
    except UnreadableSource as error:
        yield SourceFailure(place, str(error))


def _guarded(found: Iterator[Item], source: str) -> Iterator[Item]:
    """`found`; any error that a library raises for a damaged file becomes `UnreadableSource`."""
    try:
        yield from found
    except UnreadableSource:
        raise
    except Exception as error:
        _log.debug("reading %s failed", source, exc_info=True)
        raise _unreadable(error) from error


def _unreadable(error: Exception) -> UnreadableSource:
    """Why a file cannot be read, by the error that a library raised for it."""
    if isinstance(error, MemoryError):
        return LimitReached(
            "there is too little memory to read it; split it up, save it as another format, or"
            " allow more with CITERA_PARSE_MEGABYTES"
        )
    if isinstance(error, RecursionError):
        return UnreadableSource("it is nested too deep to be read")
    reason = f"it cannot be read: {type(error).__name__}: {error}"
    return UnreadableSource(reason[:_LONGEST_REASON])
