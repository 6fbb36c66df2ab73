"""What the chat keeps in PostgreSQL, beside the tables of the store: machines may share it."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from ui.persistence.records import Records, SessionsUnavailable
from vectorstore.errors import CiteraError, StoreDamaged
from vectorstore.tables.postgres_address import PostgresAddress
from vectorstore.tables.postgres_connection import SCHEMA, PostgresConnection
from vectorstore.tables.postgres_pool import LOCKS, WRITING, PostgresPool

logger = logging.getLogger(__name__)

_FORMAT = "1"
_READ = "BEGIN READ ONLY"
_USE_SECONDS = 60.0
"""How long a login is in use until that is written again: each request is a use."""
_TABLES = f"""
CREATE SCHEMA IF NOT EXISTS {SCHEMA};
CREATE TABLE chat_properties (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE chat_links (name TEXT COLLATE "C" PRIMARY KEY, answer TEXT NOT NULL);
CREATE TABLE chat_feedback (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, line TEXT NOT NULL);
CREATE TABLE chat_logins (
    name TEXT PRIMARY KEY, logouts BIGINT NOT NULL, last_use DOUBLE PRECISION);
CREATE TABLE chat_sessions (name TEXT NOT NULL, began DOUBLE PRECISION NOT NULL);
CREATE INDEX chat_sessions_by_name ON chat_sessions (name)
"""
_ARE_THERE = (
    "SELECT 1 FROM pg_catalog.pg_tables"
    f" WHERE schemaname = '{SCHEMA}' AND tablename = 'chat_properties'"
)


class LinkTable:
    """A row for each answer; implements `Links`."""

    def __init__(self, pool: PostgresPool) -> None:
        self._pool = pool

    def put(self, name: str, answer: str) -> None:
        """Store an answer under an id."""
        upsert = (
            "INSERT INTO chat_links VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET answer = excluded.answer"
        )
        with self._pool.transaction() as db:
            db.execute(upsert, (name, answer))

    def get(self, name: str) -> str | None:
        """The answer with this id; None if there is none."""
        with self._pool.transaction(_READ) as db:
            row = db.execute("SELECT answer FROM chat_links WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def names(self) -> list[str]:
        """All ids, sorted."""
        with self._pool.transaction(_READ) as db:
            return [row[0] for row in db.execute("SELECT name FROM chat_links ORDER BY name")]


class FeedbackTable:
    """A row for each judgement; implements `Feedback`."""

    def __init__(self, pool: PostgresPool) -> None:
        self._pool = pool

    def append(self, line: str) -> None:
        """Add a judgement."""
        with self._pool.transaction() as db:
            db.execute("INSERT INTO chat_feedback (line) VALUES (?)", (line,))

    def read(self) -> tuple[list[str], int]:
        """The judgements, newest last; none was cut short."""
        with self._pool.transaction(_READ) as db:
            return [row[0] for row in db.execute("SELECT line FROM chat_feedback ORDER BY id")], 0


class SessionTable:
    """Sessions that all processes know; implements `SessionRecords`.

    Errors name no server: whoever has no session yet is shown them, too.
    """

    def __init__(self, pool: PostgresPool) -> None:
        self._pool = pool
        self._noted: dict[str, float] = {}

    def salt(self) -> bytes:
        """A secret of 32 random bytes, the same one for all processes."""
        offered = secrets.token_bytes(32).hex()
        insert = "INSERT INTO chat_properties VALUES ('salt', ?) ON CONFLICT (name) DO NOTHING"
        with self._transaction() as db:
            db.execute(insert, (offered,))
            row = db.execute("SELECT value FROM chat_properties WHERE name = 'salt'").fetchone()
        return bytes.fromhex(row[0])

    def logouts(self, name: str) -> int:
        """How often the sessions of a login were ended."""
        with self._transaction(_READ) as db:
            row = db.execute("SELECT logouts FROM chat_logins WHERE name = ?", (name,)).fetchone()
        return int(row[0]) if row else 0

    def end(self, name: str) -> None:
        """Count that the sessions of a login were ended, and forget them."""
        count = (
            "INSERT INTO chat_logins (name, logouts) VALUES (?, 1)"
            " ON CONFLICT (name) DO UPDATE SET logouts = chat_logins.logouts + 1"
        )
        with self._transaction() as db:
            db.execute(count, (name,))
            db.execute("DELETE FROM chat_sessions WHERE name = ?", (name,))

    def add(self, name: str, began: float, since: float) -> None:
        """Add a session of a login; forget those of its sessions that began before `since`."""
        with self._transaction() as db:
            db.execute("DELETE FROM chat_sessions WHERE name = ? AND began < ?", (name, since))
            db.execute("INSERT INTO chat_sessions VALUES (?, ?)", (name, began))

    def begun(self, name: str) -> list[float]:
        """When the sessions of a login began that were not ended or forgotten."""
        query = "SELECT began FROM chat_sessions WHERE name = ? ORDER BY began"
        with self._transaction(_READ) as db:
            return [float(row[0]) for row in db.execute(query, (name,))]

    def use(self, name: str, at: float) -> None:
        """Note that a login was used, unless this process has done so in the last minute."""
        if 0 <= at - self._noted.get(name, float("-inf")) < _USE_SECONDS:
            return
        upsert = (
            "INSERT INTO chat_logins (name, logouts, last_use) VALUES (?, 0, ?)"
            " ON CONFLICT (name) DO UPDATE SET last_use = excluded.last_use"
        )
        with self._transaction() as db:
            db.execute(upsert, (name, at))
        self._noted[name] = at

    def last_use(self, name: str) -> float | None:
        """When a login was last used, to a minute; None if it never was."""
        query = "SELECT last_use FROM chat_logins WHERE name = ?"
        with self._transaction(_READ) as db:
            row = db.execute(query, (name,)).fetchone()
        return None if row is None or row[0] is None else float(row[0])

    @contextmanager
    def _transaction(self, begin: str = "BEGIN") -> Iterator[PostgresConnection]:
        try:
            with self._pool.transaction(begin) as db:
                yield db
        except CiteraError as error:
            logger.warning("sessions cannot be read or written: %s", error)
            raise SessionsUnavailable(
                "Logins cannot be checked at the moment. Try again in a minute."
            ) from error


def postgres_records(address: PostgresAddress) -> Records:
    """Records in the schema `citera` of a database; its tables are made if need be.

    Raises:
        StoreDamaged: if the tables were made by another version of Citera.
        DatabaseUnavailable: if the server cannot be reached or refuses access.
    """
    pool = PostgresPool(address)
    if _format(pool) is None:
        _create(pool)
    if (made_by := _format(pool)) != _FORMAT:
        raise StoreDamaged(
            f"The tables of the chat in the database {address} were made by another version of"
            f" Citera (format {made_by}; this version reads {_FORMAT}). Use that version, or"
            " another database."
        )
    return Records(LinkTable(pool), FeedbackTable(pool), SessionTable(pool), close=pool.close)


def _format(pool: PostgresPool) -> str | None:
    """The format of the tables; None if there are none."""
    with pool.transaction(_READ) as db:
        if not db.execute(_ARE_THERE).fetchone():
            return None
        row = db.execute("SELECT value FROM chat_properties WHERE name = 'format'").fetchone()
    return str(row[0]) if row else ""


def _create(pool: PostgresPool) -> None:
    with pool.transaction() as db:
        # The lock of the store, which makes the schema as well.
        db.execute(f"SELECT pg_advisory_xact_lock({LOCKS}, {WRITING})")
        if not db.execute(_ARE_THERE).fetchone():
            for statement in _TABLES.split(";"):
                db.execute(statement)
            db.execute("INSERT INTO chat_properties VALUES ('format', ?)", (_FORMAT,))
