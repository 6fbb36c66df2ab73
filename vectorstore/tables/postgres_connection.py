"""`PostgresConnection`: a connection to PostgreSQL, and what its errors mean."""

import struct
from collections.abc import Sequence
from typing import Any

from vectorstore.errors import CiteraError
from vectorstore.tables.connection import Rows, Table
from vectorstore.tables.postgres_address import PostgresAddress
from vectorstore.tables.postgres_words import PostgresWords

SCHEMA = "citera"
"""The schema that the tables of a store are in."""

_NUL = "22021"


class DatabaseUnavailable(CiteraError):
    """A PostgreSQL server cannot be reached, has ended the connection, or refuses it."""


class PostgresConnection:
    """A connection to a database; implements `vectorstore.tables.connection.Connection`.

    Raises:
        DatabaseUnavailable: if the server cannot be reached or refuses the connection.
        CiteraError: on other errors that are none of this program, such as a full disk.
    """

    texts = "SELECT value FROM json_array_elements_text(CAST(? AS JSON))"
    numbers = "SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(? AS JSON))"
    in_origin = "strpos(articles.origin, ?) > 0"
    keeps_origin = True

    def __init__(self, address: PostgresAddress) -> None:
        self._address = address
        try:
            self._raw = address.connect(SCHEMA)
        except CiteraError:
            raise
        except Exception as error:
            raise self._explained(error) from error

    @property
    def words(self) -> PostgresWords:
        """The lexical index."""
        return PostgresWords(self)

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> Rows:
        """Run one statement; `?` stands for a parameter."""
        cursor = self._raw.cursor()
        try:
            # Without parameters, pg8000 takes the statement as it is.
            cursor.execute(sql.replace("?", "%s") if parameters else sql, parameters)
        except Exception as error:
            explained = self._explained(error)
            if explained is error:
                raise
            raise explained from error
        rows: Rows = cursor
        return rows

    def prefetch(self, passage_ids: Sequence[int], tables: Sequence[Table]) -> None:
        """Nothing: the server reads its pages."""

    def adopt_new_vectors(self) -> None:
        """Put the rows of `new_vectors` in the place of those of `vectors`.

        The tables keep their names: readers of a snapshot from before must see what they held.
        """
        self.execute("DELETE FROM vectors")
        self.execute("INSERT INTO vectors SELECT * FROM new_vectors")
        self.execute("DELETE FROM new_vectors")

    def fault(self) -> str | None:
        """None: PostgreSQL finds damage by the checksums of its pages, where it reads them."""
        return None

    def close(self) -> None:
        """Close the connection; a transaction is rolled back."""
        from pg8000.exceptions import InterfaceError

        try:
            self._raw.close()
        except (InterfaceError, OSError, AttributeError):
            return  # the server has closed it

    def _explained(self, error: Exception) -> Exception:
        """The error that the user is to be told; `error` itself where it is of this program."""
        from pg8000.exceptions import DatabaseError, InterfaceError

        if isinstance(error, DatabaseError) and error.args and isinstance(error.args[0], dict):
            return self._refused(error, error.args[0].get("C", ""), error.args[0].get("M", ""))
        if isinstance(error, (InterfaceError, OSError, struct.error)):
            cause = error.__cause__ or error
            return DatabaseUnavailable(
                f"The database {self._address} cannot be reached ({cause}). Check that PostgreSQL"
                " runs there, and CITERA_DATABASE."
            )
        return error

    def _refused(self, error: Exception, state: str, message: str) -> Exception:
        """What an error of the server means, by its SQLSTATE."""
        place = f"The database {self._address}"
        if state.startswith("28") or state in ("3D000", "42501"):
            return DatabaseUnavailable(
                f"{place} refuses access ({message}). Check the name, the password and the database"
                " in CITERA_DATABASE; the database must exist, and the user may create a schema."
            )
        if state.startswith(("08", "57P")):
            return DatabaseUnavailable(f"{place} has ended the connection ({message}). Try again.")
        if state.startswith(("53", "58")):
            return CiteraError(
                f"{place} could not be read or written ({message}). What it held before is intact:"
                " check the server's disk and limits, and try again."
            )
        if state == "55P03":
            return CiteraError(
                f"Another process has been writing to the database {self._address} for too long."
                " Wait for it to end, or stop it, and try again."
            )
        if state == _NUL:
            return CiteraError(
                f"{place} takes no text with the character U+0000. Remove it from the text."
            )
        return error
