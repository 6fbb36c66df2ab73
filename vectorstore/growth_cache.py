"""`GrowthCache`: what was worked out from a whole store, and need not be anew for every search."""

import sqlite3
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")

_GROWTH = 1.05


class GrowthCache(Generic[Value]):
    """Remembers a value until its store has grown by a twentieth, or has lost its last passage."""

    def __init__(self) -> None:
        self._known: tuple[int, object, Value] | None = None

    def get(
        self,
        db: sqlite3.Connection,
        work_out: Callable[[sqlite3.Connection], Value],
        key: object = None,
    ) -> Value:
        """The value that `work_out` gave for this `key`, or gives now."""
        (last,) = db.execute("SELECT coalesce(max(id), 0) FROM passages").fetchone()
        if self._known is not None:
            then, known_key, value = self._known
            if known_key == key and then <= last <= _GROWTH * then:
                return value
        value = work_out(db)
        self._known = (last, key, value)
        return value
