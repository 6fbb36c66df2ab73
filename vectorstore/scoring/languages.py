"""Evens out what a passage gains by being in the language of the question.

Multilingual embedding models put texts of one language near each other, whatever they say (Roy et
al. 2020, LAReQA: Language-agnostic answer retrieval from a multilingual pool). Where articles are
in several languages, those in the reader's would come first though others answer.
"""

import sqlite3

from vectorstore.calibration import SEARCH
from vectorstore.growth_cache import GrowthCache

MORE_CANDIDATES = 4
"""Times as many candidates are looked at, as those in the question's language come first there."""


class Languages:
    """Which languages a store's articles are in."""

    def __init__(self) -> None:
        self._known = GrowthCache[frozenset[str]]()

    def has_others(self, db: sqlite3.Connection, language: str | None) -> bool:
        """Whether there are articles in this language and in others."""
        if language is None:
            return False
        known = self._known.get(db, _spoken)
        return language in known and len(known) > 1


def _spoken(db: sqlite3.Connection) -> frozenset[str]:
    rows = db.execute("SELECT DISTINCT language FROM articles WHERE language IS NOT NULL")
    return frozenset(row[0] for row in rows)


def language_bonus(own: str | None, asked: str | None) -> float:
    """What is added for an article in its own language, to a question asked in another."""
    return SEARCH.language_bonus if own and asked and own != asked else 0.0
