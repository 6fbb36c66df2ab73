"""`PostgresPool`: transactions on connections to a PostgreSQL database, which are used again."""

from collections.abc import Iterator
from contextlib import contextmanager

from vectorstore.errors import CiteraError
from vectorstore.tables.postgres_address import PostgresAddress
from vectorstore.tables.postgres_connection import PostgresConnection

LOCKS = 0x63697465
"""First number of the advisory locks; the second is one of these."""
WRITING, INDEX = 1, 2
_IDLE = 8
"""Most connections that are kept open; a server has some hundred for all its clients."""


class PostgresPool:
    """Transactions on a database, each on a connection of its own; thread-safe.

    Raises:
        DatabaseUnavailable: if the server cannot be reached or refuses access.
        CiteraError: if it cannot be read or written for another reason.
    """

    def __init__(self, address: PostgresAddress) -> None:
        self.address = address
        self._idle: list[PostgresConnection] = []

    @contextmanager
    def transaction(self, begin: str = "BEGIN") -> Iterator[PostgresConnection]:
        """A transaction: committed at the end of the block, rolled back on an error."""
        db = self._begun(begin)
        try:
            yield db
            db.execute("COMMIT")
        except BaseException:
            db.close()  # rolls the transaction back
            raise
        if len(self._idle) < _IDLE:
            self._idle.append(db)
        else:
            db.close()

    def close(self) -> None:
        """Close the idle connections; the next use connects again."""
        while self._idle:
            self._idle.pop().close()

    def _begun(self, begin: str) -> PostgresConnection:
        """A connection with a new transaction; idle ones that the server has closed are dropped."""
        while True:
            try:
                db = self._idle.pop()
            except IndexError:
                break
            try:
                db.execute(begin)
                return db
            except CiteraError:
                db.close()
        db = PostgresConnection(self.address)
        db.execute(begin)
        return db
