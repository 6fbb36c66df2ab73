"""`Ledger`: records which files were ingested, so that unchanged files are not parsed again.

The ledger only saves work; the store is the source of truth. If the ledger is missing, outdated or
disagrees with the store, the file is parsed.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import PassedOver, SourceFailure
from ingest.parsers.ocr import ocr_engine
from vectorstore.errors import CiteraError, StoreDamaged
from vectorstore.tables.database import explanation

PARSER_VERSION = "8"
"""To be raised when the parsers, the metadata or the chunking give something else for the same
file, so that unchanged files are parsed again; `tests/ingest/test_golden.py` asks for it."""

LEDGER = "sources.sqlite3"
"""Name of the ledger's file, in the folder of its store."""

_SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS files (
    collection TEXT NOT NULL, path TEXT NOT NULL, digest TEXT NOT NULL, gave TEXT NOT NULL,
    failures TEXT NOT NULL, PRIMARY KEY (collection, path)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class LastRead:
    """How a file was read last."""

    digest: str | None = None
    """SHA-256 of the file with which it need not be parsed; None if it has to be in any case."""
    failures: list[SourceFailure] = field(default_factory=list)
    """What could not be read of the file with that digest."""
    is_current: bool = False
    """Whether it was read with this `PARSER_VERSION`."""


class Ledger:
    """The ingested files of a store, in a SQLite file beside it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._transaction() as db:
            db.executescript(_SCHEMA)

    def last_read(self, collection: str, path: str, held: Mapping[str, str]) -> LastRead:
        """How a file was read last.

        `held` are the content hashes, by article id, of its articles in the store: where they are
        not those that it gave, it has to be parsed again.
        """
        query = "SELECT digest, gave, failures FROM files WHERE collection = ? AND path = ?"
        with self._transaction() as db:
            row = db.execute(query, (collection, path)).fetchone()
        if row is None or not row[0].startswith(_versioned("")):
            return LastRead()
        if row[1] != _summary(held):
            return LastRead(is_current=True)
        failures = [_failure(*each) for each in json.loads(row[2])]
        return LastRead(row[0].partition(":")[2], failures, is_current=True)

    def knows(self, collection: str, path: str) -> bool:
        """Whether a file was ever read."""
        query = "SELECT 1 FROM files WHERE collection = ? AND path = ?"
        with self._transaction() as db:
            return db.execute(query, (collection, path)).fetchone() is not None

    def digest(self, collection: str, path: str, held: Mapping[str, str]) -> str | None:
        """The SHA-256 of a file as it was last read; None for a file that was never read.

        `held` are the content hashes, by article id, of its articles in the store. It is empty if
        these may be of another file: that could not be read then, or another machine has read its
        own file of this name since. Parts of it that could not be read do not matter.
        """
        query = "SELECT digest, gave, failures FROM files WHERE collection = ? AND path = ?"
        with self._transaction() as db:
            row = db.execute(query, (collection, path)).fetchone()
        if row is None:
            return None
        is_failed = any(source == path for source, *_ in json.loads(row[2]))
        # What another version of the parsers gave may have had other hashes.
        is_replaced = row[0].startswith(_versioned("")) and row[1] != _summary(held)
        return "" if is_failed or is_replaced else str(row[0]).partition(":")[2]

    def check(self) -> tuple[int, int]:
        """Check the file whole; the number of files in it, and of those read by another version.

        Raises:
            StoreDamaged: if it is damaged.
        """
        query = "SELECT count(*), count(*) FILTER (WHERE digest NOT GLOB ?) FROM files"
        with self._transaction() as db:
            if (found := db.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                raise sqlite3.DatabaseError(" ".join(found.split()))
            total, outdated = db.execute(query, (_versioned("*"),)).fetchone()
        return total, outdated

    def record(
        self,
        collection: str,
        path: str,
        digest: str,
        given: Mapping[str, str],
        failures: Sequence[SourceFailure],
    ) -> None:
        """Record that a file was parsed and its articles `given` are in the store."""
        parts = [(*failure, isinstance(failure, PassedOver)) for failure in failures]
        row = (collection, path, _versioned(digest), _summary(given), json.dumps(parts))
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", row)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        db: sqlite3.Connection | None = None
        try:
            db = sqlite3.connect(self._path, timeout=60)
            with db:
                yield db
        except sqlite3.DatabaseError as error:
            raise _explained(error, self._path) from error
        finally:
            if db is not None:
                db.close()


def _explained(error: sqlite3.DatabaseError, path: Path) -> CiteraError:
    explained = explanation(error, path.parent)
    if explained is None or isinstance(explained, StoreDamaged):
        return StoreDamaged(
            f"{path} is damaged ({error}). Delete it: no article is lost, and the next ingest makes"
            " it anew."
        )
    return explained


def _versioned(digest: str) -> str:
    # Scans that could not be read are parsed again once there is an engine for them.
    ocr = "+ocr" if ocr_engine() else ""
    return f"{PARSER_VERSION}{ocr}:{digest}"


def _failure(source: str, reason: str, is_passed_over: bool = False) -> SourceFailure:
    """A failure as it was recorded; earlier versions passed over no part of a file."""
    return (PassedOver if is_passed_over else SourceFailure)(source, reason)


def _summary(hashes: Mapping[str, str]) -> str:
    return hashlib.sha256(repr(sorted(hashes.items())).encode()).hexdigest()
