"""Inserts rows many at a time: on a server, each statement is a message and its reply."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from vectorstore.tables.connection import Connection

_ROWS = 50
"""Rows of a statement: each has the codes of a passage, or a whole article, in memory."""


def insert_rows(
    db: Connection, table: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]
) -> None:
    """Insert rows with a value for each of the columns."""
    one = f"({', '.join('?' * len(columns))})"
    while some := list(islice(rows, _ROWS)):
        db.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([one] * len(some))}",
            [value for row in some for value in row],
        )
