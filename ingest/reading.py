"""First half of an ingest: parses files and splits their articles into passages."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from ingest.articles import to_article_or_failure
from ingest.chunking.passages import split_passages
from ingest.errors import LimitReached, SourceFailure, UnreadableSource
from ingest.extract import PageRead
from ingest.extraction import Extracted, ExtractFile, Found, open_file
from ingest.sources import find_files, source_of, why_passed_over
from ingest.state.holdings import Holdings
from ingest.state.ledger import Ledger
from ingest.web import extract_address, is_address
from vectorstore.article import Article
from vectorstore.passage import Passage


@dataclass(frozen=True, slots=True)
class PreparedArticle:
    """An article that has to be stored, with its passages."""

    article: Article
    passages: list[Passage]
    position: int = 0
    """Position in its file, in bytes, for the progress report."""


@dataclass(slots=True)
class FileRead:
    """A file or address that was read to its end; comes after its articles."""

    source: str
    size: int = 0
    digest: str | None = None
    """SHA-256 of the file's bytes; None for an address, and a file to be read again next time."""
    given: dict[str, str] = field(default_factory=dict)
    """Content hash of every article in the file, by id."""
    unchanged: int = 0
    """Number of those articles that the store held already."""
    failures: list[SourceFailure] = field(default_factory=list)
    known: bool = False
    """Whether the ledger had the file as unchanged, so that it was not parsed."""


ReadItem = PreparedArticle | PageRead | FileRead


@dataclass(slots=True)
class Sources:
    """Files and addresses to read, found in advance so that progress can be reported."""

    files: list[Path] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    failures: list[SourceFailure] = field(default_factory=list)
    skipped: list[SourceFailure] = field(default_factory=list)
    bytes_total: int = 0


def find_sources(paths: Sequence[Path | str]) -> Sources:
    """All files under `paths`, without repetitions, and the web addresses among `paths`."""
    found = Sources()
    seen: set[str] = set()
    for path in paths:
        if isinstance(path, str) and is_address(path):
            found.addresses.append(path)
            continue
        root = Path(os.path.abspath(path))
        for file in find_files(root):
            if isinstance(file, SourceFailure):
                found.failures.append(file)
            elif file != root and (reason := why_passed_over(file)):
                found.skipped.append(SourceFailure(source_of(file), reason))
            elif os.fspath(file) not in seen:
                seen.add(os.fspath(file))
                found.files.append(file)
                found.bytes_total += _size(file)
    return found


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def read_sources(
    sources: Sources, collection: str, holdings: Holdings, ledger: Ledger, extract: ExtractFile
) -> Iterator[ReadItem]:
    """Articles that have to be stored and, after those of each file, its `FileRead`.

    Unchanged articles are only counted in the `FileRead`. `extract` reads the files.
    """
    for path in sources.files:
        yield from _read_file(path, collection, holdings, ledger, extract)
    for address in sources.addresses:
        found = extract_address(address, extract)
        yield from _prepare(found, FileRead(address), holdings, is_current=False, url=address)


def _read_file(
    path: Path, collection: str, holdings: Holdings, ledger: Ledger, extract: ExtractFile
) -> Iterator[ReadItem]:
    source = source_of(path)
    done = FileRead(source, _size(path))
    try:
        with open_file(path) as stream:
            done.digest = _digest(stream)
            held = holdings.of_file(source)
            failures = ledger.unchanged(collection, source, done.digest, held)
            if failures is not None:
                yield FileRead(
                    source, done.size, done.digest, held, len(held), failures, known=True
                )
                return
        is_current = ledger.is_current(collection, source)
        yield from _prepare(extract(path, source, path.name), done, holdings, is_current)
    except LimitReached as error:
        done.digest = None  # so that it is read again, though it has not changed
        yield _failed(done, str(error))
    except UnreadableSource as error:
        yield _failed(done, str(error))
    except OSError as error:
        yield _failed(done, f"it cannot be opened: {error.strerror or error}")


def _digest(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(2**20):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()


def _failed(done: FileRead, reason: str) -> FileRead:
    done.failures.append(SourceFailure(done.source, reason))
    return done


def _prepare(
    found: Iterator[Found],
    done: FileRead,
    holdings: Holdings,
    is_current: bool,
    url: str | None = None,
) -> Iterator[ReadItem]:
    """The articles that have to be stored, then `done`."""
    for each in found:
        if isinstance(each, PageRead):
            yield each
            continue
        article = to_article_or_failure(each, holdings.collection, url)
        if isinstance(article, SourceFailure):
            done.failures.append(article)
            continue
        done.given[article.id] = article.content_hash
        passages = _passages_to_store(article, holdings, is_current)
        if passages is None:
            done.unchanged += 1
        else:
            position = each.position if isinstance(each, Extracted) else 0
            yield PreparedArticle(article, passages, position)
    yield done


def _passages_to_store(
    article: Article, holdings: Holdings, is_current: bool
) -> list[Passage] | None:
    """Passages of an article; None if the store holds it with the same text and passages.

    The passages are compared unless this version of the chunking made them, `is_current`.
    """
    is_held = holdings.hashes.get(article.id) == article.content_hash
    if is_held and is_current:
        return None
    passages = split_passages(article)
    return None if is_held and holdings.passages(article.id) == passages else passages
