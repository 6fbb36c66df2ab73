"""What the store asks of its database: `Tables` and `Connection`, which each database implements.

The statements of the rows are written once, in the SQL that all databases know. What they write
differently is an attribute or a method here.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal, Protocol

from vectorstore.errors import CiteraError

ALL_IDS = 2**63 - 1
"""Greater than any id: the bound of a range without an end."""


Table = Literal["passages", "vectors", "articles"]
"""A table that has rows for passages."""


class IndexBusy(CiteraError):
    """Another process has kept the lock of the index."""


class Rows(Protocol):
    """What a statement gives."""

    @property
    def rowcount(self) -> int:
        """Number of rows that were inserted, changed or deleted."""

    def fetchone(self) -> Any:
        """The next row as a sequence; None after the last."""

    def fetchall(self) -> list[Any]:
        """All other rows."""

    def __iter__(self) -> Iterator[Any]: ...


class Words(Protocol):
    """The lexical index of the passages: which grams are in which passage."""

    def add(self, passages: Mapping[int, Sequence[str]]) -> None:
        """Index passages, by id, by their grams, which may be repeated."""

    def remove(self, passages: Mapping[int, Sequence[str]]) -> None:
        """Take passages out of the index; their grams must be those that they were indexed by."""

    def frequencies(self, grams: Sequence[str]) -> dict[str, int]:
        """Number of passages with each gram; one that is in none may be left out."""

    def frequencies_in(self, collections: Sequence[str], grams: Sequence[str]) -> dict[str, int]:
        """As `frequencies`, of the passages of articles in some collections only."""

    def best(self, weights: Mapping[str, float], count: int) -> list[int]:
        """Ids of up to `count` passages, by the sum of the weights of their grams, largest first.

        Of equal sums, the lower id comes first.
        """


class Connection(Protocol):
    """A transaction on the tables of a store."""

    texts: str
    """SQL of a query for the texts in a JSON list that is its parameter."""
    numbers: str
    """SQL of a query for the whole numbers in a JSON list that is its parameter."""
    in_origin: str
    """SQL of the condition that an article's `filters.origin` contains a text, its parameter."""
    keeps_origin: bool
    """Whether `filters.origin` is kept in a column of the articles."""

    @property
    def words(self) -> Words:
        """The lexical index."""

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> Rows:
        """Run one statement; `?` stands for a parameter."""

    def prefetch(self, passage_ids: Sequence[int], tables: Sequence[Table]) -> None:
        """Have the rows of passages in some tables in memory, where this saves time."""

    def adopt_new_vectors(self) -> None:
        """Put the rows of `new_vectors` in the place of those of `vectors`."""

    def fault(self) -> str | None:
        """The first fault found in a check of the whole database, or None."""


class Tables(Protocol):
    """The database of a store. Threads may share it.

    Raises:
        StoreDamaged: if it is damaged, or was made by another version of Citera.
        CiteraError: if it cannot be reached, read or written; the transaction is rolled back.
    """

    def reading(self) -> AbstractContextManager[Connection]:
        """A read transaction: a connection that sees a snapshot as of its first query."""

    def writing(self) -> AbstractContextManager[Connection]:
        """A write transaction: committed at the end of the block, rolled back on an error.

        Writers take turns, so that the ids of passages grow in the order of the transactions.
        """

    def index_lock(self, seconds: float) -> AbstractContextManager[None]:
        """A lock for one process to write the index of the vectors.

        Raises:
            IndexBusy: if another process holds it for that long.
        """

    def shrink(self) -> None:
        """Give back the space of what was removed, if the disk has room for a copy meanwhile."""

    def close(self) -> None:
        """Close all connections; the next use connects again."""
