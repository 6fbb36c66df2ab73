"""Ingest pipeline: files are read ahead while batches of articles are embedded and stored."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.batches import Batch, batches
from ingest.channel import ahead
from ingest.extract import PageRead
from ingest.extraction import ExtractFile, extract_file
from ingest.isolation.limits import DEFAULT_LIMITS, ParseLimits
from ingest.isolation.process import parser_process
from ingest.reading import (
    FileToRead,
    ReadItem,
    Sources,
    files_to_read,
    find_sources,
    read_address,
    read_file,
)
from ingest.report import IngestProgress, IngestReport
from ingest.state.holdings import Holdings
from ingest.state.ledger import LEDGER, Ledger
from ingest.updating import StoreUpdate

if TYPE_CHECKING:
    from vectorstore.store import Store

Progress = Callable[[IngestProgress], None]

_BATCH_SIZE = 120_000
"""Size of a batch that is embedded and written together, in units of `text_size`: about 60 news
articles. Large batches need less padding; small ones less memory, and lose less work on a kill."""
_SHARED_BATCH_SIZE = _BATCH_SIZE // 2
"""The same where several processes embed: smaller, so that all have one to the end."""
_READ_AHEAD = 256  # articles


def ingest_paths(
    store: "Store",
    paths: Sequence[Path | str],
    collection: str = "default",
    progress: Progress | None = None,
    limits: ParseLimits | None = DEFAULT_LIMITS,
    workers: int = 1,
    ray: str | None = None,
) -> IngestReport:
    """Ingest the articles of files, folders and web addresses into `store`.

    Unchanged articles are not embedded again, and unchanged files not even parsed. Articles of a
    changed file are replaced atomically, one by one, and those that it no longer contains are
    removed. An ingest may be killed and repeated at any time, and run concurrently with others.

    Files are parsed in a process of their own, within `limits`; None parses them in this one, for
    files that the caller trusts. With several `workers`, as many processes read files and as many
    embed; the articles, their passages and the report are the same. A worker process that is killed
    has its work done by another one. `ray` is the address of a Ray that reads and embeds instead
    (`ingest.workers.ray_session`).

    Raises:
        CiteraError: if the store cannot be written; articles stored until then remain.
    """
    return _Ingest(store, collection, progress, limits, workers, ray).run(paths, prune=False)


def sync_paths(
    store: "Store",
    paths: Sequence[Path | str],
    collection: str = "default",
    progress: Progress | None = None,
    limits: ParseLimits | None = DEFAULT_LIMITS,
    workers: int = 1,
    ray: str | None = None,
) -> IngestReport:
    """As `ingest_paths`; also remove articles whose files no longer exist under `paths`.

    A path that is missing itself removes nothing: it may be a drive that is not mounted.
    """
    return _Ingest(store, collection, progress, limits, workers, ray).run(paths, prune=True)


class _Ingest:
    """One ingest: where its batches come from, and what they are handed to."""

    def __init__(
        self,
        store: "Store",
        collection: str,
        progress: Progress | None,
        limits: ParseLimits | None,
        workers: int,
        ray: str | None,
    ) -> None:
        self._store = store
        self._progress = progress
        self._limits = limits
        self._workers = workers
        self._ray = ray
        self._ledger = Ledger(store.path / LEDGER)
        self._holdings = Holdings(store, collection)
        self._update = StoreUpdate(store, self._holdings, self._ledger)

    def run(self, paths: Sequence[Path | str], prune: bool) -> IngestReport:
        self._started = time.monotonic()
        sources = find_sources(paths)
        self._bytes_total = sources.bytes_total
        report = self._update.report
        report.failed.extend(sources.failures)
        report.skipped.extend(sources.skipped)
        with _extraction(self._limits) as (extract, cancel):
            for batch in self._batches(sources, extract, cancel):
                if batch.page is None:
                    self._update.take(batch)
                self._show(batch.page)
        if prune:
            self._update.prune(paths, sources.files)
        return report

    def _batches(
        self, sources: Sources, extract: ExtractFile, cancel: Callable[[], None]
    ) -> Iterator[Batch]:
        """All that is found, in batches; `cancel` ends an `extract` that is under way."""
        files = files_to_read(sources.files, self._holdings, self._ledger)
        addresses = sources.addresses
        pages = _joined(read_address(each, self._holdings, extract) for each in addresses)
        if self._ray is not None and sources.files:
            yield from self._by_ray(self._ray, files)
            files = iter(())
        elif self._workers > 1:
            yield from self._by_workers(files, pages, cancel)
            return
        items = chain(_joined(read_file(each, extract) for each in files), pages)
        yield from batches(ahead(items, _READ_AHEAD, cancel), _BATCH_SIZE)

    def _by_workers(
        self, files: Iterable[FileToRead], pages: Iterable[ReadItem], cancel: Callable[[], None]
    ) -> Iterator[Batch]:
        from ingest.workers.workers import Workers

        with Workers(self._workers, self._limits, self._store.embedder) as workers:
            yield from workers.batches(files, pages, _SHARED_BATCH_SIZE, cancel)

    def _by_ray(self, address: str, files: Iterable[FileToRead]) -> Iterator[Batch]:
        from ingest.workers.ray_data import ray_batches
        from ingest.workers.ray_session import ray_session

        embedder = self._store.embedder
        with ray_session(address) as ray:
            yield from ray_batches(ray, files, self._limits, embedder, _SHARED_BATCH_SIZE)

    def _show(self, page: PageRead | None) -> None:
        """Report the progress, and the page that was just read, if any."""
        if self._progress is None:
            return
        report, seconds = self._update.report, time.monotonic() - self._started
        state = IngestProgress(
            report.articles,
            len(report.failed),
            self._update.bytes_done,
            self._bytes_total,
            seconds,
            page,
        )
        self._progress(state)


def _joined(groups: Iterable[Iterator[ReadItem]]) -> Iterator[ReadItem]:
    return chain.from_iterable(groups)


@contextmanager
def _extraction(
    limits: ParseLimits | None,
) -> Iterator[tuple[ExtractFile, Callable[[], None]]]:
    """What reads files within `limits`, and what ends that in the middle."""
    if limits is None:
        yield extract_file, lambda: None
        return
    with parser_process(limits) as parser:
        yield parser.extract, parser.close
