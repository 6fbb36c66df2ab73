"""`PostgresWords`: the lexical index in arrays of grams, with a GIN index."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vectorstore.tables.postgres_connection import PostgresConnection

SCHEMA = """
CREATE TABLE lexical (
    passage_id BIGINT PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE,
    grams TEXT[] COLLATE "C" NOT NULL);
CREATE INDEX lexical_by_gram ON lexical USING gin (grams);
CREATE TABLE lexical_terms (gram TEXT COLLATE "C" PRIMARY KEY, passages BIGINT NOT NULL)
    WITH (fillfactor = 70)
"""
# The terms are counted in a table: counting them in the index would read every passage with them.
_INDEX_NEW = (
    "SELECT gin_clean_pending_list(oid) FROM pg_class"
    " WHERE oid = CAST('lexical_by_gram' AS REGCLASS) AND pg_has_role(relowner, 'USAGE')"
)
"""Puts new grams, which every search would read through, from the list where they wait into the
index, all at once; only the owner of the index may."""


class PostgresWords:
    """The distinct grams of each passage, and how many passages have each."""

    def __init__(self, db: "PostgresConnection") -> None:
        self._db = db

    def add(self, passages: Mapping[int, Sequence[str]]) -> None:
        """Index passages, by id, by their grams, which may be repeated."""
        # As JSON, and no array: pg8000 escapes the texts of an array one character after the other.
        # Terms are sorted, as no two transactions may lock them in other orders.
        distinct = {each: " ".join(set(grams)) for each, grams in passages.items()}
        self._db.execute(
            "WITH new AS (INSERT INTO lexical"
            " SELECT CAST(key AS BIGINT), string_to_array(value, ' ')"
            " FROM json_each_text(CAST(? AS JSON)) RETURNING grams)"
            " INSERT INTO lexical_terms AS held SELECT gram, count(*)"
            " FROM new, unnest(grams) AS each (gram) GROUP BY gram ORDER BY gram"
            " ON CONFLICT (gram) DO UPDATE SET passages = held.passages + excluded.passages",
            (json.dumps(distinct),),
        )
        self._db.execute(_INDEX_NEW)

    def remove(self, passages: Mapping[int, Sequence[str]]) -> None:
        """Take passages out of the index; their grams must be those that they were indexed by."""
        counts = Counter(gram for grams in passages.values() for gram in set(grams))
        self._db.execute(
            f"DELETE FROM lexical WHERE passage_id IN ({self._db.numbers})",
            (json.dumps(list(passages)),),
        )
        self._db.execute(
            "UPDATE lexical_terms SET passages = passages - CAST(value AS BIGINT)"
            " FROM json_each_text(CAST(? AS JSON)) WHERE gram = key",
            (json.dumps(counts),),
        )

    def frequencies(self, grams: Sequence[str]) -> dict[str, int]:
        """Number of passages with each gram; one that is in none may be left out."""
        query = "SELECT gram, passages FROM lexical_terms WHERE gram = ANY(CAST(? AS TEXT[]))"
        return dict(self._db.execute(query, (list(grams),)))

    def frequencies_in(self, collections: Sequence[str], grams: Sequence[str]) -> dict[str, int]:
        """As `frequencies`, of the passages of articles in some collections only."""
        rows = self._db.execute(
            "SELECT gram, count(*) FROM unnest(CAST(? AS TEXT[])) AS asked (gram)"
            " JOIN lexical ON grams @> ARRAY[gram] JOIN passages ON passages.id = passage_id"
            " JOIN articles ON articles.id = article_id"
            " WHERE collection = ANY(CAST(? AS TEXT[])) GROUP BY gram",
            (list(grams), list(collections)),
        )
        return dict(rows)

    def best(self, weights: Mapping[str, float], count: int) -> list[int]:
        """Ids of up to `count` passages, by the sum of the weights of their grams, largest first.

        Of equal sums, the lower id comes first.
        """
        rows = self._db.execute(
            "SELECT passage_id"
            " FROM unnest(CAST(? AS TEXT[]), CAST(? AS FLOAT8[])) AS asked (gram, weight)"
            " JOIN lexical ON grams @> ARRAY[gram]"
            " GROUP BY passage_id ORDER BY sum(weight) DESC, passage_id LIMIT ?",
            (list(weights), list(weights.values()), count),
        )
        return [passage_id for (passage_id,) in rows]
