"""`GrowthCache`: caches a statistic of the store until the store has grown by 5 %."""

from collections.abc import Callable
from typing import Generic, TypeVar

from vectorstore.tables.connection import Connection

Value = TypeVar("Value")

_GROWTH = 1.05


class GrowthCache(Generic[Value]):
    """Caches one value until its store has grown by 5 %, or has lost its last passage."""

    def __init__(self) -> None:
        self._cached: tuple[int, object, Value] | None = None

    def get(
        self,
        db: Connection,
        compute: Callable[[Connection], Value],
        key: object = None,
    ) -> Value:
        """The cached value for `key`, else what `compute` returns now."""
        (last,) = db.execute("SELECT coalesce(max(id), 0) FROM passages").fetchone()
        if self._cached is not None:
            then, cached_key, value = self._cached
            if cached_key == key and then <= last <= _GROWTH * then:
                return value
        value = compute(db)
        self._cached = (last, key, value)
        return value
