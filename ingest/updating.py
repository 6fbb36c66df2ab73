"""`StoreUpdate`: brings a store up to date with the batches of an ingest, and counts changes."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.batches import Batch
from ingest.errors import PassedOver
from ingest.reading import FileRead
from ingest.report import IngestReport
from ingest.sources import source_of
from ingest.state.holdings import PART_MARKS, Holdings
from ingest.state.ledger import Ledger
from ingest.web import is_address

if TYPE_CHECKING:
    from vectorstore.store import Store


class StoreUpdate:
    """What one ingest writes into a collection of `store`, and its report.

    `holdings` are the articles of the collection at the start; `ledger` remembers its files.
    """

    def __init__(self, store: "Store", holdings: Holdings, ledger: Ledger) -> None:
        self._store = store
        self._holdings = holdings
        self._ledger = ledger
        self._bytes_before = 0  # of the files that are settled
        self._position = 0  # in the current file, in bytes
        self.report = IngestReport()

    @property
    def bytes_done(self) -> int:
        """How much of the files is stored, in bytes."""
        return self._bytes_before + self._position

    def take(self, batch: Batch) -> None:
        """Store a batch in one transaction, then settle the files that end with it.

        Raises:
            CiteraError: if the store cannot be written.
        """
        articles = [(item.article, item.passages) for item in batch.articles]
        if batch.encoded is None:
            self._store.add(articles)
        else:
            self._store.add_encoded(articles, batch.encoded)
        for item in batch.articles:
            if item.article.id in self._holdings.hashes:
                self.report.changed += 1
            else:
                self.report.added += 1
            self._position = item.position
        for file in batch.ended:
            self._settle(file)

    def prune(self, paths: Sequence[Path | str], files: Sequence[Path]) -> None:
        """Remove the articles from under `paths` that are in none of `files`."""
        present = {source_of(file) for file in files}
        unsure = {
            article_id
            for failure in self.report.failed
            for _, article_id in self._holdings.under(failure.source)
        }
        for path in paths:
            if isinstance(path, Path) or not is_address(path):
                for source, article_id in self._holdings.under(source_of(Path(path))):
                    if article_id not in unsure and not _is_from(source, present):
                        self._remove(article_id)

    def _settle(self, file: FileRead) -> None:
        """Remove articles that a file no longer contains, and record the file in the ledger."""
        self.report.unchanged += file.unchanged
        for failure in file.failures:
            is_failed = not isinstance(failure, PassedOver)
            (self.report.failed if is_failed else self.report.skipped).append(failure)
        self._bytes_before += file.size
        self._position = 0
        if file.known or file.digest is None:
            return
        if not file.failures:  # a part that failed may be the missing article
            for article_id in self._holdings.of_file(file.source).keys() - file.given.keys():
                self._remove(article_id)
        held = self._holdings.of_file(file.source) if file.failures else {}
        self._ledger.record(
            self._holdings.collection,
            file.source,
            file.digest,
            held | file.given,
            file.failures,
        )

    def _remove(self, article_id: str) -> None:
        self.report.removed += self._store.remove(article_id)


def _is_from(source: str, files: set[str]) -> bool:
    """Whether `source` is one of `files`, or a record or member of one."""
    if source in files:
        return True
    marks = [index for index, character in enumerate(source) if character in PART_MARKS]
    return any(source[:index] in files for index in marks)
