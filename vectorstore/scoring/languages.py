"""Language bonus: compensates the language bias of multilingual embedding models.

Such models place texts of one language near each other, whatever their meaning (Roy et al. 2020,
LAReQA: Language-agnostic answer retrieval from a multilingual pool). In a store of several
languages, articles in the language of the query would rank first even if others answer it.
"""

from vectorstore.calibration import SEARCH
from vectorstore.growth_cache import GrowthCache
from vectorstore.tables.connection import Connection

MORE_CANDIDATES = 4
"""Factor on the number of candidates, the nearest of which are in the language of the query."""


class Languages:
    """Caches the languages of a store's articles."""

    def __init__(self) -> None:
        self._known = GrowthCache[frozenset[str]]()

    def has_others(self, db: Connection, language: str | None) -> bool:
        """Whether there are articles in this language and articles in others."""
        if language is None:
            return False
        known = self._known.get(db, _spoken)
        return language in known and len(known) > 1


def _spoken(db: Connection) -> frozenset[str]:
    rows = db.execute("SELECT DISTINCT language FROM articles WHERE language IS NOT NULL")
    return frozenset(row[0] for row in rows)


def language_bonus(own: str | None, asked: str | None) -> float:
    """Score added to an article in language `own` for a query in language `asked`."""
    return SEARCH.language_bonus if own and asked and own != asked else 0.0
