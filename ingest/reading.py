"""First half of an ingest: parses files and splits their articles into passages."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A file, and what the store and the ledger have of it: all that reading it depends on."""

    path: Path
    source: str
    size: int
    collection: str
    held: dict[str, str]
    """Content hashes of its articles in the store, by id."""
    cut_before: dict[str, str]
    """Digests of the passages of those that another version of the chunking may have cut, by id."""
    known_digest: str | None
    """SHA-256 of the file with which it need not be parsed; None if it has to be in any case."""
    known_failures: list[SourceFailure]
    """What could not be read of the file with that digest."""


def files_to_read(
    paths: Iterable[Path], holdings: Holdings, ledger: Ledger
) -> Iterator[FileToRead]:
    """The files at `paths`, in this order, each looked up when it is taken."""
    for path in paths:
        source = source_of(path)
        held = holdings.of_file(source)
        last = ledger.last_read(holdings.collection, source, held)
        cut_before = {} if last.is_current else _passage_digests(held, holdings)
        yield FileToRead(
            path,
            source,
            _size(path),
            holdings.collection,
            held,
            cut_before,
            last.digest,
            last.failures,
        )


def _passage_digests(ids: Iterable[str], holdings: Holdings) -> dict[str, str]:
    return {each: _passage_digest(holdings.passages(each)) for each in ids}


def _passage_digest(passages: list[Passage]) -> str:
    return hashlib.sha256(repr(passages).encode("utf-8", "surrogatepass")).hexdigest()


def read_file(file: FileToRead, extract: ExtractFile) -> Iterator[ReadItem]:
    """Articles of a file that have to be stored, and then its `FileRead`.

    Unchanged articles are only counted in the `FileRead`. `extract` reads the file. It gives the
    same each time, in any process, while the file does not change.
    """
    done = FileRead(file.source, file.size)
    try:
        with open_file(file.path) as stream:
            done.digest = _digest(stream)
        if done.digest == file.known_digest:
            done.given, done.unchanged = file.held, len(file.held)
            done.failures, done.known = file.known_failures, True
            yield done
            return
        found = extract(file.path, file.source, file.path.name)
        yield from _prepare(found, done, file.collection, file.held, file.cut_before)
    except LimitReached as error:
        done.digest = None  # so that it is read again, though it has not changed
        yield failed(done, str(error))
    except UnreadableSource as error:
        yield failed(done, str(error))
    except OSError as error:
        yield failed(done, f"it cannot be opened: {error.strerror or error}")


def read_address(address: str, holdings: Holdings, extract: ExtractFile) -> Iterator[ReadItem]:
    """As `read_file`, for a web address."""
    held = holdings.of_file(address)
    cut_before = _passage_digests(held, holdings)
    found = extract_address(address, extract)
    yield from _prepare(
        found, FileRead(address), holdings.collection, held, cut_before, url=address
    )


def _digest(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(2**20):
        digest.update(chunk)
    return digest.hexdigest()


def failed(done: FileRead, reason: str) -> FileRead:
    """`done`, with the reason why the whole file could not be read, or not to its end."""
    done.failures.append(SourceFailure(done.source, reason))
    return done


def _prepare(
    found: Iterator[Found],
    done: FileRead,
    collection: str,
    held: Mapping[str, str],
    cut_before: Mapping[str, str],
    url: str | None = None,
) -> Iterator[ReadItem]:
    """The articles that have to be stored, then `done`."""
    for each in found:
        if isinstance(each, PageRead):
            yield each
            continue
        article = to_article_or_failure(each, collection, url)
        if isinstance(article, SourceFailure):
            done.failures.append(article)
            continue
        done.given[article.id] = article.content_hash
        is_held = held.get(article.id) == article.content_hash
        passages = _passages_to_store(article, is_held, cut_before.get(article.id))
        if passages is None:
            done.unchanged += 1
        else:
            position = each.position if isinstance(each, Extracted) else 0
            yield PreparedArticle(article, passages, position)
    yield done


def _passages_to_store(
    article: Article, is_held: bool, cut_before: str | None
) -> list[Passage] | None:
    """Passages of an article; None if the store holds it with the same text and passages.

    The passages are compared where another version of the chunking may have cut them.
    """
    if is_held and cut_before is None:
        return None
    passages = split_passages(article)
    return None if is_held and cut_before == _passage_digest(passages) else passages
