"""`Records`: what the chat keeps besides articles, on this machine or in a shared database.

`local.py` and `postgres.py` implement the protocols; `opening.py` chooses one of the two.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from vectorstore.errors import CiteraError


class SessionsUnavailable(CiteraError):
    """The database with the sessions cannot be used at the moment."""


class Links(Protocol):
    """Answers that permanent links open, as JSON, by the id of the link.

    Raises:
        CiteraError: if an answer cannot be read or written; it is there whole or not at all.
    """

    def put(self, name: str, answer: str) -> None:
        """Store an answer under an id."""

    def get(self, name: str) -> str | None:
        """The answer with this id; None if there is none, or it is damaged."""

    def names(self) -> list[str]:
        """All ids, sorted."""


class Feedback(Protocol):
    """Readers' judgements of answers, each a line of JSON.

    Raises:
        CiteraError: if they cannot be read or written; a judgement is there whole or not at all.
    """

    def append(self, line: str) -> None:
        """Add a judgement; it is valid Unicode without a line feed."""

    def read(self) -> tuple[list[str], int]:
        """The judgements, newest last, and the number of those left out as they were cut short."""


class SessionRecords(Protocol):
    """What is known of logins by name, and of their sessions; times are in seconds since 1970.

    Raises:
        SessionsUnavailable: if it cannot be read or written.
    """

    def salt(self) -> bytes:
        """A secret of 32 random bytes, from which the key that signs cookies is derived."""

    def logouts(self, name: str) -> int:
        """How often the sessions of a login were ended."""

    def end(self, name: str) -> None:
        """Count that the sessions of a login were ended, and forget them."""

    def add(self, name: str, began: float, since: float) -> None:
        """Add a session of a login; forget those of its sessions that began before `since`."""

    def begun(self, name: str) -> list[float]:
        """When the sessions of a login began that were not ended or forgotten."""

    def use(self, name: str, at: float) -> None:
        """Note that a login was used."""

    def last_use(self, name: str) -> float | None:
        """When a login was last used, to a minute; None if that is not known."""


@dataclass(frozen=True, slots=True)
class Records:
    """What the chat keeps, in one place."""

    links: Links
    feedback: Feedback
    sessions: SessionRecords
    close: Callable[[], None]
    """Closes connections; the next use connects again."""
