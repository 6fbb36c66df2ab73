"""`PostgresWords`: the lexical index in arrays of grams, with a GIN index."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vectorstore.tables.postgres_connection import PostgresConnection

SCHEMA = """
CREATE TABLE lexical (
    passage_id BIGINT PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE,
    grams TEXT[] COLLATE "C" NOT NULL);
CREATE INDEX lexical_by_gram ON lexical USING gin (grams) WITH (fastupdate = off);
CREATE TABLE lexical_terms (gram TEXT COLLATE "C" PRIMARY KEY, passages BIGINT NOT NULL)
    WITH (fillfactor = 70)
"""
# Without `fastupdate`, which would leave new grams in a list that every search reads through. The
# terms are counted in a table, as counting them in the index would read every passage with them.


class PostgresWords:
    """The distinct grams of each passage, and how many passages have each."""

    def __init__(self, db: "PostgresConnection") -> None:
        self._db = db

    def add(self, passage_id: int, grams: Sequence[str]) -> None:
        """Index a passage by its grams, which may be repeated."""
        # Sorted, as no two transactions may lock in other orders. As one text, without spaces in a
        # gram: pg8000 converts a list one item after the other, and it would be sent twice.
        distinct = " ".join(sorted(set(grams)))
        self._db.execute(
            "WITH new AS (INSERT INTO lexical VALUES (?, string_to_array(CAST(? AS TEXT), ' '))"
            " RETURNING grams)"
            " INSERT INTO lexical_terms SELECT gram, 1 FROM new, unnest(grams) AS each (gram)"
            " ON CONFLICT (gram) DO UPDATE SET passages = lexical_terms.passages + 1",
            (passage_id, distinct),
        )

    def remove(self, passage_id: int, grams: Sequence[str]) -> None:
        """Take a passage out of the index; `grams` must be those that it was indexed by."""
        distinct = sorted(set(grams))
        self._db.execute("DELETE FROM lexical WHERE passage_id = ?", (passage_id,))
        self._db.execute(
            "UPDATE lexical_terms SET passages = passages - 1 WHERE gram = ANY(CAST(? AS TEXT[]))",
            (distinct,),
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
