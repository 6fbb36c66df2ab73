"""`Database`: the SQLite file of a store, with its schema, transactions and error messages."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from vectorstore import descriptors
from vectorstore.errors import CiteraError, StoreDamaged
from vectorstore.filters import folded
from vectorstore.tables import fts5_words
from vectorstore.tables.connection import IndexBusy, Table
from vectorstore.tables.fts5_words import Fts5Words
from vectorstore.tables.prefetch import prefetch

FORMAT = 8  # to be raised with the schema, and with how `lexical` cuts words into grams
ARTICLES_BY_COLLECTION = (
    "CREATE INDEX articles_by_collection ON articles (collection, language, date, id)"
)
"""Has all that filters and their choices are most about, so that no texts are read for these."""
_RECODE = (
    "INSERT INTO properties VALUES ('recoded_to', '0') ON CONFLICT (name) DO UPDATE SET value = '0'"
)
"""Has the vectors recoded, from the first on."""
_NEW_INDEX = ("DROP INDEX IF EXISTS articles_by_collection", ARTICLES_BY_COLLECTION)
UPGRADES = {
    3: (
        "ALTER TABLE vectors RENAME COLUMN halves TO vector_codes",
        "ALTER TABLE vectors ADD COLUMN coding INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE new_vectors RENAME COLUMN halves TO vector_codes",
        "ALTER TABLE new_vectors ADD COLUMN coding INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE segments ADD COLUMN coding INTEGER NOT NULL DEFAULT 0",
        _RECODE,
        *_NEW_INDEX,
    ),
    4: (_RECODE, *_NEW_INDEX),
    5: (_RECODE, *_NEW_INDEX),
    6: (_RECODE, *_NEW_INDEX),
    7: _NEW_INDEX,
}
"""Statements that change the tables of a former format to those of this one, in any database.

They write an index and no rows: vectors in a former coding are read as they are, see
`vectorstore.recode`."""
_BUSY_SECONDS = 60
REBUILD = (
    "Check the disk, then put a backup in its place (`citera restore FOLDER --replace`), or move"
    " the store away and ingest its articles again."
)
"""What to do about a store that cannot be read."""
_NEW_VECTORS = """
CREATE TABLE new_vectors (
    passage_id INTEGER PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE,
    vector_codes BLOB NOT NULL, token_codes BLOB NOT NULL, coding INTEGER NOT NULL)
"""
"""The table in which re-indexing collects vectors; it replaces `vectors` in the end."""

_SCHEMA = f"""
CREATE TABLE properties (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    id TEXT PRIMARY KEY, collection TEXT NOT NULL, source TEXT NOT NULL, title TEXT NOT NULL,
    date TEXT, language TEXT, author TEXT, url TEXT, page_starts TEXT NOT NULL,
    content_hash TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX articles_by_source ON articles (collection, source);
{ARTICLES_BY_COLLECTION};
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, page INTEGER,
    sentence_count INTEGER NOT NULL, sentences TEXT NOT NULL);
CREATE INDEX passages_by_article ON passages (article_id, start);
CREATE INDEX passages_by_size ON passages (id, sentence_count);
CREATE TABLE vectors (
    passage_id INTEGER PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE,
    vector_codes BLOB NOT NULL, token_codes BLOB NOT NULL, coding INTEGER NOT NULL);
CREATE TABLE segments (
    directory TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL,
    vectors INTEGER NOT NULL, coding INTEGER NOT NULL) WITHOUT ROWID;
{_NEW_VECTORS};
{fts5_words.SCHEMA}
"""
# AUTOINCREMENT, as the id of a removed passage must never be used again: Chroma may still hold
# vectors under it.


class SqliteConnection(sqlite3.Connection):
    """A connection to the SQLite file; implements `vectorstore.tables.connection.Connection`."""

    texts = numbers = "SELECT value FROM json_each(?)"
    in_origin = (
        "instr(folded(articles.source || char(10) || ifnull(articles.url, '') || char(10)"
        " || ifnull(articles.author, '')), ?)"
    )
    keeps_origin = False

    @property
    def words(self) -> Fts5Words:
        """The lexical index."""
        return Fts5Words(self)

    def prefetch(self, passage_ids: Sequence[int], tables: Sequence[Table]) -> None:
        """Have the rows of passages in some tables in memory, if the disk is waited for."""
        prefetch(self, passage_ids, tables)

    def adopt_new_vectors(self) -> None:
        """Put the rows of `new_vectors` in the place of those of `vectors`."""
        self.execute("DROP TABLE vectors")
        self.execute("ALTER TABLE new_vectors RENAME TO vectors")
        self.execute(_NEW_VECTORS)

    def fault(self) -> str | None:
        """The first fault that SQLite finds in the whole database, or None."""
        found: str = self.execute("PRAGMA quick_check(1)").fetchone()[0]
        return None if found == "ok" else " ".join(found.split())


class Database:
    """A SQLite file in WAL mode: readers see a snapshot and never wait, writers take turns.

    Implements `vectorstore.tables.connection.Tables`. Threads may share a database.

    Raises:
        StoreDamaged: if the file is not a database, or was made by another version of Citera.
        CiteraError: if it cannot be opened, read or written for another reason, such as a full
            disk; the transaction is rolled back.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: list[SqliteConnection] = []
        if self._format() != FORMAT:
            self._make()

    @contextmanager
    def reading(self) -> Iterator[SqliteConnection]:
        """A read transaction: a connection that sees a snapshot as of its first query."""
        with self._transaction("BEGIN") as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[SqliteConnection]:
        """A write transaction: committed at the end of the block, rolled back on an error."""
        with self._transaction("BEGIN IMMEDIATE") as db:
            yield db

    @contextmanager
    def index_lock(self, seconds: float) -> Iterator[None]:
        """A lock for one process to write the index of the vectors.

        Raises:
            IndexBusy: if another process holds it for that long.
        """
        from filelock import FileLock, Timeout

        lock = FileLock(self._path.with_name("chroma.lock"), timeout=seconds)
        try:
            lock.acquire()
        except Timeout as error:
            raise IndexBusy(
                f"Another process has been writing to the index of {self._path.parent} for"
                f" {seconds:g} s. Wait for it to end, or stop it, and try again."
            ) from error
        try:
            yield
        finally:
            lock.release()

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        while self._idle:
            self._idle.pop().close()

    def shrink(self) -> None:
        """Give back the space of what was removed, if the disk has room for a copy meanwhile."""
        with self._explaining():
            db = self._connect()
            try:
                db.execute("VACUUM")
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                db.close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[SqliteConnection]:
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

    def _connect(self) -> SqliteConnection:
        db = sqlite3.connect(
            self._path,
            timeout=_BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            factory=SqliteConnection,
        )
        db.execute("PRAGMA foreign_keys = ON")
        db.create_function("folded", 1, folded, deterministic=True)
        return db

    def _format(self) -> int:
        with self.reading() as db:
            return int(db.execute("PRAGMA user_version").fetchone()[0])

    def _make(self) -> None:
        from filelock import FileLock

        with FileLock(self._path.with_suffix(".lock")):
            if self._format() == FORMAT:
                return
            with self._explaining():
                db = self._connect()
                db.execute("PRAGMA journal_mode = WAL")
                db.close()
            with self.writing() as db:
                for statement in self._statements(db):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {FORMAT}")

    def _statements(self, db: SqliteConnection) -> Iterable[str]:
        """The statements that make the tables, or those of a former format what they are now."""
        made_by = int(db.execute("PRAGMA user_version").fetchone()[0])
        if made_by in UPGRADES:
            return UPGRADES[made_by]
        if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise StoreDamaged(_other_version(self._path.parent, made_by))
        return _SCHEMA.split(";")

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
    if made_by > FORMAT:
        return (
            f"The store {store} was made by a newer version of Citera (format {made_by}; this"
            f" version reads {FORMAT}). Upgrade Citera, or set CITERA_STORE to another folder."
        )
    return (
        f"The store {store} was made by an older version of Citera (format {made_by}; this version"
        f" reads {FORMAT}). Move it away, or set CITERA_STORE to another folder, and ingest its"
        " articles again."
    )
