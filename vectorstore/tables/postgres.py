"""`PostgresDatabase`: the tables of a store in a PostgreSQL database, which machines may share."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from vectorstore.errors import StoreDamaged
from vectorstore.tables import postgres_words
from vectorstore.tables.connection import IndexBusy
from vectorstore.tables.database import ARTICLES_BY_COLLECTION, FORMAT, UPGRADES
from vectorstore.tables.postgres_address import PostgresAddress
from vectorstore.tables.postgres_connection import SCHEMA, PostgresConnection
from vectorstore.tables.postgres_pool import INDEX, LOCKS, WRITING, PostgresPool
from vectorstore.tables.properties import read_property, write_property

_BUSY_SECONDS = 60
_POLL_SECONDS = 0.1

_VECTORS = """
CREATE TABLE {name} (
    passage_id BIGINT PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE,
    vector_codes BYTEA NOT NULL, token_codes BYTEA NOT NULL, coding INTEGER NOT NULL);
ALTER TABLE {name} ALTER vector_codes SET STORAGE EXTERNAL, ALTER token_codes SET STORAGE EXTERNAL
"""
# EXTERNAL: vectors are no smaller compressed. Texts that are compared or sorted have the collation
# "C", which orders them as SQLite does, by their code points.
_TABLES = f"""
CREATE SCHEMA IF NOT EXISTS {SCHEMA};
CREATE TABLE properties (name TEXT COLLATE "C" PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE articles (
    id TEXT COLLATE "C" PRIMARY KEY, collection TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL, title TEXT NOT NULL, date TEXT COLLATE "C",
    language TEXT COLLATE "C", author TEXT, url TEXT, page_starts TEXT NOT NULL,
    content_hash TEXT NOT NULL, text TEXT NOT NULL, origin TEXT COLLATE "C" NOT NULL);
{ARTICLES_BY_COLLECTION};
CREATE TABLE passages (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    article_id TEXT COLLATE "C" NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, page INTEGER,
    sentence_count INTEGER NOT NULL, sentences TEXT NOT NULL);
CREATE INDEX passages_by_article ON passages (article_id, start);
CREATE INDEX passages_by_size ON passages (id) INCLUDE (sentence_count);
CREATE TABLE segments (
    directory TEXT COLLATE "C" PRIMARY KEY, first BIGINT NOT NULL, last BIGINT NOT NULL,
    vectors BIGINT NOT NULL, coding INTEGER NOT NULL);
{_VECTORS.format(name="vectors")};
{_VECTORS.format(name="new_vectors")};
{postgres_words.SCHEMA}
"""
_ARE_THERE = (
    f"SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = '{SCHEMA}' AND tablename = 'properties'"
)
"""Read from the catalogue: `to_regclass` may remember what was there before a lock was had."""


class PostgresDatabase:
    """The tables in the schema `citera` of a database; implements `connection.Tables`.

    Readers see a snapshot and never wait, writers take turns. Threads, processes and machines may
    share a database.

    Raises:
        StoreDamaged: if the tables were made by another version of Citera.
        DatabaseUnavailable: if the server cannot be reached or refuses access.
        CiteraError: if it cannot be read or written for another reason.
    """

    def __init__(self, address: PostgresAddress) -> None:
        self._address = address
        self._pool = PostgresPool(address)
        if self._format() in (None, *UPGRADES):
            self._make()
        if (made_by := self._format()) != FORMAT:
            raise StoreDamaged(
                f"The store in the database {address} was made by another version of Citera (format"
                f" {made_by}; this version reads {FORMAT}). Use that version, or another database."
            )

    @contextmanager
    def reading(self) -> Iterator[PostgresConnection]:
        """A read transaction: a connection that sees a snapshot as of its first query."""
        with self._pool.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[PostgresConnection]:
        """A write transaction: committed at the end of the block, rolled back on an error.

        Writers wait for each other: otherwise passages of a later transaction could have lower ids.
        """
        with self._pool.transaction() as db:
            db.execute(f"SET LOCAL lock_timeout = {int(1000 * _BUSY_SECONDS)}")
            db.execute(f"SELECT pg_advisory_xact_lock({LOCKS}, {WRITING})")
            yield db

    @contextmanager
    def index_lock(self, seconds: float) -> Iterator[None]:
        """A lock for one process to write the index of the vectors.

        Raises:
            IndexBusy: if another process holds it for that long.
        """
        db = PostgresConnection(self._address)  # the lock ends with its connection
        try:
            deadline = time.monotonic() + seconds
            query = f"SELECT pg_try_advisory_lock({LOCKS}, {INDEX})"
            while not db.execute(query).fetchone()[0]:
                if time.monotonic() > deadline:
                    raise IndexBusy(
                        f"Another process has been writing to the index of {self._address} for"
                        f" {seconds:g} s. Wait for it to end, or stop it, and try again."
                    )
                time.sleep(_POLL_SECONDS)
            yield
        finally:
            db.close()

    def shrink(self) -> None:
        """Nothing: PostgreSQL uses the space again, and `VACUUM FULL` would stop all readers."""

    def close(self) -> None:
        """Close all connections; the next use connects again."""
        self._pool.close()

    def _format(self) -> int | None:
        with self.reading() as db:
            return _format(db)

    def _make(self) -> None:
        """Make the tables, or those of a former format what they are now."""
        with self.writing() as db:
            found = _format(db)
            statements = _TABLES.split(";") if found is None else UPGRADES.get(found, ())
            for statement in statements:
                db.execute(statement)
            if statements:
                write_property(db, "format", str(FORMAT))


def _format(db: PostgresConnection) -> int | None:
    """The format of the tables; None if there are none."""
    if not db.execute(_ARE_THERE).fetchone():
        return None
    return int(read_property(db, "format") or 0)
