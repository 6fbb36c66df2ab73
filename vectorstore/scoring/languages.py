"""Language bonus: compensates the language bias of multilingual embedding models.

Such models place texts of one language near each other, whatever their meaning (Roy et al. 2020,
LAReQA: Language-agnostic answer retrieval from a multilingual pool). In a store of several
languages, articles in the language of the query would rank first even if others answer it.
"""

from collections.abc import Sequence
from typing import TypeVar

from vectorstore.calibration import SEARCH
from vectorstore.filters import Filters
from vectorstore.growth_cache import GrowthCache
from vectorstore.tables.connection import Connection

Item = TypeVar("Item")

MORE_CANDIDATES = 4
"""Factor on the number of candidates, the nearest of which are in the language of the query."""


class Languages:
    """Caches the languages of a store's articles, those of `closed` collections left out."""

    def __init__(self, closed: Sequence[str] = ()) -> None:
        self._closed = tuple(closed)
        self._known = GrowthCache[frozenset[str]]()

    def has_others(self, db: Connection, language: str | None) -> bool:
        """Whether there are articles in this language and articles in others."""
        if language is None:
            return False
        known = self._known.get(db, self._spoken)
        return language in known and len(known) > 1

    def _spoken(self, db: Connection) -> frozenset[str]:
        condition, values = Filters(closed=self._closed).sql(db.in_origin)
        query = "SELECT DISTINCT language FROM articles WHERE language IS NOT NULL AND "
        return frozenset(row[0] for row in db.execute(query + condition, values))


def language_bonus(own: str | None, asked: str | None) -> float:
    """Score added to an article in language `own` for a query in language `asked`."""
    return SEARCH.language_bonus if own and asked and own != asked else 0.0


def shortlist(ranked: Sequence[Item], gained: Sequence[bool], count: int) -> list[Item]:
    """The `count` best of items that are ranked, best first; half of them of those that gained.

    `gained` says which have a language bonus; where too few have one, or too few have none, the
    others take their places. The bonus makes up for what two languages do not share in all that is
    weighed: before words and tokens are, it would leave no place for the query's own language.
    """
    own = gained.count(False)
    kept = min(own, max(count // 2, count - gained.count(True)))
    places = {False: kept, True: count - kept}
    short = []
    for item, has_gained in zip(ranked, gained, strict=True):
        if places[has_gained]:
            places[has_gained] -= 1
            short.append(item)
    return short
