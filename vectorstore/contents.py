"""What a store holds, in numbers and in choices for filters."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StoreCounts:
    """Numbers of articles, passages and sentences in a store."""

    articles: int
    passages: int
    sentences: int


@dataclass(frozen=True)
class Facets:
    """Metadata values that occur in a store, as choices for `Filters`.

    `collections` and `languages` are sorted by number of articles, largest first; `first` and
    `last` are the earliest and latest date, None if no article has a date.
    """

    collections: tuple[str, ...]
    languages: tuple[str, ...]
    first: str | None
    last: str | None
