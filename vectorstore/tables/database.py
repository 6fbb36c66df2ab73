"""`Database`: the SQLite file of a store, with its schema, transactions and error messages."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vectorstore import descriptors, filters
from vectorstore.errors import CiteraError, StoreDamaged
from vectorstore.scoring import lexical

_FORMAT = 3  # to be raised with the schema, and with how `lexical` cuts words into grams
_BUSY_SECONDS = 60
REBUILD = (
    "Check the disk, then put a backup in its place (`citera restore FOLDER --replace`), or move"
    " the store away and ingest its articles again."
)
"""What to do about a store that cannot be read."""
NEW_VECTORS = """
CREATE TABLE new_vectors (
    passage_id INTEGER PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE,
    halves BLOB NOT NULL, token_codes BLOB NOT NULL)
"""
"""The table in which re-indexing collects vectors; it replaces `vectors` in the end."""

_SCHEMA = f"""
CREATE TABLE properties (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    id TEXT PRIMARY KEY, collection TEXT NOT NULL, source TEXT NOT NULL, title TEXT NOT NULL,
    date TEXT, language TEXT, author TEXT, url TEXT, page_starts TEXT NOT NULL,
    content_hash TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX articles_by_source ON articles (collection, source);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, page INTEGER,
    sentence_count INTEGER NOT NULL, sentences TEXT NOT NULL);
CREATE INDEX passages_by_article ON passages (article_id, start);
CREATE INDEX passages_by_size ON passages (id, sentence_count);
CREATE TABLE vectors (
    passage_id INTEGER PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE,
    halves BLOB NOT NULL, token_codes BLOB NOT NULL);
CREATE TABLE segments (
    directory TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL,
    vectors INTEGER NOT NULL) WITHOUT ROWID;
{NEW_VECTORS};
{lexical.SCHEMA}
"""
# AUTOINCREMENT, as the id of a removed passage must never be used again: Chroma may still hold
# vectors under it.


class Database:
    """A SQLite file in WAL mode: readers see a snapshot and never wait, writers take turns.

    Threads may share a database.

    Raises:
        StoreDamaged: if the file is not a database, or was made by another version of Citera.
        CiteraError: if it cannot be opened, read or written for another reason, such as a full
            disk; the transaction is rolled back.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: list[sqlite3.Connection] = []
        if self._format() != _FORMAT:
            self._create()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A read transaction: a connection that sees a snapshot as of its first query."""
        with self._transaction("BEGIN") as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A write transaction: committed at the end of the block, rolled back on an error."""
        with self._transaction("BEGIN IMMEDIATE") as db:
            yield db

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._explaining():
            try:
                db = self._idle.pop()
            except IndexError:
                db = self._connect()
            try:
                db.execute(begin)
                yield db
                db.execute("COMMIT")
            except BaseException:
                db.close()  # rolls the transaction back
                raise
            self._idle.append(db)

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(
            self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        db.execute("PRAGMA foreign_keys = ON")
        filters.register(db)
        return db

    def _format(self) -> int:
        with self.reading() as db:
            return int(db.execute("PRAGMA user_version").fetchone()[0])

    def _create(self) -> None:
        from filelock import FileLock

        with FileLock(self._path.with_suffix(".lock")):
            if self._format() == _FORMAT:
                return
            with self._explaining():
                db = self._connect()
                db.execute("PRAGMA journal_mode = WAL")
                db.close()
            with self.writing() as db:
                if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    made_by = db.execute("PRAGMA user_version").fetchone()[0]
                    raise StoreDamaged(_other_version(self._path.parent, made_by))
                for statement in _SCHEMA.split(";"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {_FORMAT}")

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            explained = explanation(error, self._path.parent)
            if explained is None:
                raise
            raise explained from error


def explanation(error: sqlite3.Error, store: Path) -> CiteraError | None:
    """An error of a database in the folder `store` with cause and cure; None for our own faults."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR) and descriptors.are_used_up():
        return CiteraError(descriptors.TOO_FEW)
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return CiteraError(
            f"The store {store} could not be read or written ({error}). What it held before"
            " is intact: check that the disk has space left, and try again."
        )
    if code == sqlite3.SQLITE_BUSY:
        return CiteraError(
            f"Another process has been writing to the store {store} for {_BUSY_SECONDS} s."
            " Wait for it to end, or stop it, and try again."
        )
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return CiteraError(
            f"The store {store} cannot be opened or written ({error}). Check the folder's"
            " permissions, or set CITERA_STORE to a folder that you can write to."
        )
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return StoreDamaged(f"The store {store} is damaged ({error}). {REBUILD}")
    return None


def _other_version(store: Path, made_by: int) -> str:
    if made_by > _FORMAT:
        return (
            f"The store {store} was made by a newer version of Citera (format {made_by}; this"
            f" version reads {_FORMAT}). Upgrade Citera, or set CITERA_STORE to another folder."
        )
    return (
        f"The store {store} was made by an older version of Citera (format {made_by}; this version"
        f" reads {_FORMAT}). Move it away, or set CITERA_STORE to another folder, and ingest its"
        " articles again."
    )


def read_property(db: sqlite3.Connection, name: str) -> str | None:
    """A property of the store, or None if it is not set."""
    row = db.execute("SELECT value FROM properties WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


def write_property(db: sqlite3.Connection, name: str, value: str | None) -> None:
    """Set a property of the store; None removes it."""
    db.execute("DELETE FROM properties WHERE name = ?", (name,))
    if value is not None:
        db.execute("INSERT INTO properties VALUES (?, ?)", (name, value))
