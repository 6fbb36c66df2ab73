"""`Fts5Words`: the lexical index in SQLite's full-text index FTS5."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

SCHEMA = """
CREATE VIRTUAL TABLE IF NOT EXISTS lexical
    USING fts5(grams, content = '', detail = 'none', columnsize = 0,
        tokenize = "ascii tokenchars '_'");
CREATE VIRTUAL TABLE IF NOT EXISTS lexical_terms USING fts5vocab(lexical, 'row');
"""
_MOST_TERMS = 400  # of the 500 that SQLite accepts in a UNION


class Fts5Words:
    """The grams of each passage as the words of a text that is not kept."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, passages: Mapping[int, Sequence[str]]) -> None:
        """Index passages, by id, by their grams, which may be repeated."""
        self._db.executemany("INSERT INTO lexical (rowid, grams) VALUES (?, ?)", _rows(passages))

    def remove(self, passages: Mapping[int, Sequence[str]]) -> None:
        """Take passages out of the index; their grams must be those that they were indexed by."""
        self._db.executemany(
            "INSERT INTO lexical (lexical, rowid, grams) VALUES ('delete', ?, ?)", _rows(passages)
        )

    def frequencies(self, grams: Sequence[str]) -> dict[str, int]:
        """Number of passages with each gram; one that is in none is left out."""
        # One by one: joined with a list, FTS5's table of terms would be read whole.
        query = "SELECT term, doc FROM lexical_terms WHERE term = ?"
        return dict(row for gram in grams for row in self._db.execute(query, (gram,)))

    def frequencies_in(self, collections: Sequence[str], grams: Sequence[str]) -> dict[str, int]:
        """As `frequencies`, of the passages of articles in some collections only."""
        marks = ", ".join("?" * len(collections))
        # With a plus before it, `rowid` is tested for each match; without, each is searched for.
        query = (
            "WITH these AS MATERIALIZED (SELECT passages.id FROM articles CROSS JOIN passages"
            f" ON article_id = articles.id WHERE collection IN ({marks})) SELECT gram, count(*)"
            " FROM ({}) WHERE +rowid IN these GROUP BY gram"
        )
        postings = "SELECT ? AS gram, rowid FROM lexical WHERE lexical MATCH ?"
        found: dict[str, int] = {}
        for start in range(0, len(grams), _MOST_TERMS):
            some = grams[start : start + _MOST_TERMS]
            pairs = chain.from_iterable((gram, f'"{gram}"') for gram in some)
            union = " UNION ALL ".join([postings] * len(some))
            found.update(self._db.execute(query.format(union), [*collections, *pairs]).fetchall())
        return found

    def best(self, weights: Mapping[str, float], count: int) -> list[int]:
        """Ids of up to `count` passages, by the sum of the weights of their grams, largest first.

        SQLite accepts up to 500 grams, as terms in a UNION.
        """
        # In one statement, which leaves the interpreter to other threads until it is through.
        postings = "SELECT rowid, ? AS weight FROM lexical WHERE lexical MATCH ?"
        pairs = ((weight, f'"{gram}"') for gram, weight in weights.items())
        rows = self._db.execute(
            f"SELECT rowid FROM ({' UNION ALL '.join([postings] * len(weights))})"
            " GROUP BY rowid ORDER BY sum(weight) DESC, rowid LIMIT ?",
            [*chain.from_iterable(pairs), count],
        )
        return [row for (row,) in rows.fetchall()]


def _rows(passages: Mapping[int, Sequence[str]]) -> Iterator[tuple[int, str]]:
    return ((passage_id, " ".join(grams)) for passage_id, grams in passages.items())
