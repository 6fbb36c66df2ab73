"""Ingest pipeline: a thread parses ahead while batches of articles are embedded and stored."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from queue import Full, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING

from ingest.chunking.text_size import text_size
from ingest.errors import PassedOver
from ingest.extract import PageRead
from ingest.extraction import ExtractFile, extract_file
from ingest.isolation.limits import DEFAULT_LIMITS, ParseLimits
from ingest.isolation.process import parser_process
from ingest.reading import (
    FileRead,
    PreparedArticle,
    ReadItem,
    Sources,
    find_sources,
    read_sources,
)
from ingest.report import IngestProgress, IngestReport
from ingest.sources import source_of
from ingest.state.holdings import PART_MARKS, Holdings
from ingest.state.ledger import LEDGER, Ledger
from ingest.web import is_address

if TYPE_CHECKING:
    from vectorstore.store import Store

Progress = Callable[[IngestProgress], None]

_BATCH_SIZE = 120_000
"""Size of a batch that is embedded and written together, in units of `text_size`: about 60 news
articles. Large batches need less padding; small ones less memory, and lose less work on a kill."""
_READ_AHEAD = 256  # articles


def ingest_paths(
    store: "Store",
    paths: Sequence[Path | str],
    collection: str = "default",
    progress: Progress | None = None,
    limits: ParseLimits | None = DEFAULT_LIMITS,
) -> IngestReport:
    """Ingest the articles of files, folders and web addresses into `store`.

    Unchanged articles are not embedded again, and unchanged files not even parsed. Articles of a
    changed file are replaced atomically, one by one, and those that it no longer contains are
    removed. An ingest may be killed and repeated at any time, and run concurrently with others.

    Files are parsed in a process of their own, within `limits`; None parses them in this one, for
    files that the caller trusts.

    Raises:
        CiteraError: if the store cannot be written; articles stored until then remain.
    """
    return _Ingest(store, collection, progress, limits).run(paths, prune=False)


def sync_paths(
    store: "Store",
    paths: Sequence[Path | str],
    collection: str = "default",
    progress: Progress | None = None,
    limits: ParseLimits | None = DEFAULT_LIMITS,
) -> IngestReport:
    """As `ingest_paths`; also remove articles whose files no longer exist under `paths`.

    A path that is missing itself removes nothing: it may be a drive that is not mounted.
    """
    return _Ingest(store, collection, progress, limits).run(paths, prune=True)


class _Ingest:
    """State of one ingest: the batch read but not stored yet, and the report."""

    def __init__(
        self,
        store: "Store",
        collection: str,
        progress: Progress | None,
        limits: ParseLimits | None,
    ) -> None:
        self._store = store
        self._collection = collection
        self._progress = progress
        self._limits = limits
        self._ledger = Ledger(store.path / LEDGER)
        self._holdings = Holdings(store, collection)
        self._report = IngestReport()
        self._batch: list[PreparedArticle] = []
        self._batch_size = 0
        self._ended: list[FileRead] = []
        self._bytes_done = 0
        self._position = 0  # in the current file, in bytes

    def run(self, paths: Sequence[Path | str], prune: bool) -> IngestReport:
        self._started = time.monotonic()
        sources = find_sources(paths)
        self._bytes_total = sources.bytes_total
        self._report.failed.extend(sources.failures)
        self._report.skipped.extend(sources.skipped)
        if self._limits is None:
            self._read(sources, extract_file)
        else:
            with parser_process(self._limits) as parser:
                self._read(sources, parser.extract, parser.close)
        self._store_batch()
        if prune:
            self._prune(paths, sources.files)
        return self._report

    def _read(
        self, sources: Sources, extract: ExtractFile, cancel: Callable[[], None] | None = None
    ) -> None:
        read = read_sources(sources, self._collection, self._holdings, self._ledger, extract)
        for item in _ahead(read, cancel):
            self._take(item)

    def _take(self, item: ReadItem) -> None:
        if isinstance(item, PageRead):
            self._show(item)
            return
        if isinstance(item, PreparedArticle):
            self._batch.append(item)
            self._batch_size += text_size(item.article.text)
            self._position = item.position
        else:
            self._ended.append(item)
        if self._batch_size >= _BATCH_SIZE or (not self._batch and self._ended):
            self._store_batch()

    def _store_batch(self) -> None:
        """Store the current batch, then settle the files that end with it."""
        self._store.add([(item.article, item.passages) for item in self._batch])
        for item in self._batch:
            if item.article.id in self._holdings.hashes:
                self._report.changed += 1
            else:
                self._report.added += 1
        self._batch, self._batch_size = [], 0
        for file in self._ended:
            self._settle(file)
        self._ended = []
        self._show()

    def _show(self, page: PageRead | None = None) -> None:
        if self._progress is None:
            return
        articles, failed = self._report.articles, len(self._report.failed)
        done, seconds = self._bytes_done + self._position, time.monotonic() - self._started
        state = IngestProgress(articles, failed, done, self._bytes_total, seconds, page)
        self._progress(state)

    def _settle(self, file: FileRead) -> None:
        """Remove articles that a file no longer contains, and record the file in the ledger."""
        self._report.unchanged += file.unchanged
        for failure in file.failures:
            is_failed = not isinstance(failure, PassedOver)
            (self._report.failed if is_failed else self._report.skipped).append(failure)
        self._bytes_done += file.size
        self._position = 0
        if file.known or file.digest is None:
            return
        if not file.failures:  # a part that failed may be the missing article
            for article_id in self._holdings.of_file(file.source).keys() - file.given.keys():
                self._remove(article_id)
        held = self._holdings.of_file(file.source) if file.failures else {}
        self._ledger.record(
            self._collection, file.source, file.digest, held | file.given, file.failures
        )

    def _prune(self, paths: Sequence[Path | str], files: Sequence[Path]) -> None:
        """Remove the articles from under `paths` that are in none of `files`."""
        present = {source_of(file) for file in files}
        unsure = {
            article_id
            for failure in self._report.failed
            for _, article_id in self._holdings.under(failure.source)
        }
        for path in paths:
            if isinstance(path, Path) or not is_address(path):
                for source, article_id in self._holdings.under(source_of(Path(path))):
                    if article_id not in unsure and not _is_from(source, present):
                        self._remove(article_id)

    def _remove(self, article_id: str) -> None:
        self._report.removed += self._store.remove(article_id)


def _is_from(source: str, files: set[str]) -> bool:
    """Whether `source` is one of `files`, or a record or member of one."""
    if source in files:
        return True
    marks = [index for index, character in enumerate(source) if character in PART_MARKS]
    return any(source[:index] in files for index in marks)


def _ahead(
    items: Iterator[ReadItem], cancel: Callable[[], None] | None = None
) -> Iterator[ReadItem]:
    """`items`, produced by a thread while the caller processes earlier ones.

    `cancel` is called where the caller does not take all of them.
    """
    waiting: Queue[ReadItem | BaseException | None] = Queue(_READ_AHEAD)
    stopped = Event()

    def produce() -> None:
        end: BaseException | None = None
        try:
            for item in items:
                if not _put(waiting, item, stopped):
                    return
        except BaseException as error:  # raised again in the caller's thread
            end = error
        _put(waiting, end, stopped)

    thread = Thread(target=produce, name="read-ahead", daemon=True)
    thread.start()
    try:
        while (item := waiting.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    except BaseException:
        if cancel:
            cancel()
        raise
    finally:
        stopped.set()
        thread.join()


def _put(
    waiting: "Queue[ReadItem | BaseException | None]",
    item: ReadItem | BaseException | None,
    stopped: Event,
) -> bool:
    """Put `item` into the queue, waiting for room; False once the consumer has stopped."""
    while not stopped.is_set():
        try:
            waiting.put(item, timeout=0.1)
        except Full:
            continue
        return True
    return False
