"""Passages and their vectors as database rows."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vectorstore.article import Article
from vectorstore.coding import passage_codes
from vectorstore.coding.passage_codes import (
    EncodedPassage,
    Vectors,
    decode_own_vectors,
    decode_vectors,
)
from vectorstore.coding.rotation import Array
from vectorstore.passage import Passage, Span
from vectorstore.scoring import lexical
from vectorstore.tables.connection import ALL_IDS, Connection
from vectorstore.tables.many_rows import insert_rows

RECODED = "recoded_to"
"""Property of a store that may have vectors in a former coding: the last id without any."""

_PAGE = 500
"""Passages whose vectors are read at a time: a driver may keep all rows of a query in memory."""


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage without its text. A replaced passage gets a new `id`."""

    id: int
    article_id: str
    start: int
    end: int
    page: int | None
    sentence_offsets: str
    """As JSON: most rows that are read are candidates of which nothing is shown."""

    @property
    def sentences(self) -> tuple[Span, ...]:
        """Spans of its sentences, as offsets into the article's text."""
        return tuple(Span(*pair) for pair in json.loads(self.sentence_offsets))

    def passage(self, article: Article) -> Passage:
        """The passage, cut from its article."""
        text = article.text[self.start : self.end]
        return Passage(self.article_id, self.start, self.end, text, self.sentences, self.page)


def insert(db: Connection, passages: Sequence[tuple[Passage, EncodedPassage]]) -> None:
    """Add all passages of articles that are stored already and have none."""
    rows = (
        (each.article_id, each.start, each.end, each.page, len(each.sentences), _offsets(each))
        for each, _ in passages
    )
    columns = ("article_id", "start", '"end"', "page", "sentence_count", "sentences")
    insert_rows(db, "passages", columns, rows)
    by_id = _by_id(db, passages)
    insert_vectors(db, "vectors", {key: encoded for key, (_, encoded) in by_id.items()})
    lexical.add(db, {key: each.text for key, (each, _) in by_id.items()})


def insert_vectors(db: Connection, table: str, encoded: Mapping[int, EncodedPassage]) -> None:
    """Store the codes of the vectors and tokens of passages, by their ids."""
    columns = ("passage_id", "vector_codes", "token_codes", "coding")
    rows = (
        (each, codes.vector_codes, codes.token_codes, codes.coding)
        for each, codes in encoded.items()
    )
    insert_rows(db, table, columns, rows)


def update_vectors(db: Connection, passage_id: int, encoded: EncodedPassage) -> None:
    """Replace the codes of a passage, unless it has been removed."""
    db.execute(
        "UPDATE vectors SET vector_codes = ?, token_codes = ?, coding = ? WHERE passage_id = ?",
        (encoded.vector_codes, encoded.token_codes, encoded.coding, passage_id),
    )


def fetch_encoded(db: Connection, ids: Iterable[int]) -> dict[int, EncodedPassage]:
    """Codes of the passages with the given ids that are in the store, by passage id."""
    rows = db.execute(
        "SELECT passage_id, vector_codes, token_codes, coding FROM vectors"
        f" WHERE passage_id IN ({db.numbers})",
        (json.dumps(list(ids)),),
    )
    return {passage_id: EncodedPassage(*codes) for passage_id, *codes in rows}


def fetch(db: Connection, ids: Iterable[int]) -> list[PassageRow]:
    """The passages with the given ids that are in the store, ordered by id."""
    rows = db.execute(
        'SELECT id, article_id, start, "end", page, sentences FROM passages'
        f" WHERE id IN ({db.numbers}) ORDER BY id",
        (json.dumps(list(ids)),),
    )
    return [PassageRow(*row) for row in rows]


def of_article(db: Connection, article_id: str) -> list[PassageRow]:
    """Passages of an article, in order."""
    rows = db.execute(
        'SELECT id, article_id, start, "end", page, sentences FROM passages'
        " WHERE article_id = ? ORDER BY start",
        (article_id,),
    )
    return [PassageRow(*row) for row in rows]


def beside(
    db: Connection, passage: Passage, count: int
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Up to `count` sentences of its article before a passage, and as many after it."""
    query = "SELECT sentences FROM passages WHERE article_id = ? AND start"
    sides = []
    for condition in ("< ? ORDER BY start DESC", "> ? ORDER BY start"):
        # `count` passages suffice: each has at least one sentence.
        values = (passage.article_id, passage.start, count)
        rows = db.execute(f"{query} {condition} LIMIT ?", values).fetchall()
        pairs = sorted(tuple(pair) for (each,) in rows for pair in json.loads(each))
        sides.append(tuple(Span(*pair) for pair in pairs))
    return sides[0][max(len(sides[0]) - count, 0) :], sides[1][:count]


def fetch_vectors(db: Connection, ids: Iterable[int], dimensions: int) -> dict[int, Vectors]:
    """Vectors of the passages with the given ids that are in the store, by passage id."""
    rows = db.execute(
        f"SELECT passage_id, vector_codes, coding FROM vectors WHERE passage_id IN ({db.numbers})",
        (json.dumps(list(ids)),),
    )
    return decode_vectors(rows, dimensions)


def similarities(db: Connection, ids: Iterable[int], query: Array) -> dict[int, Array]:
    """Dot products (1 + sentences,) of a query and the vectors of passages that have any, by id."""
    rows = db.execute(
        "SELECT passage_id, vector_codes, coding FROM vectors"
        f" WHERE passage_id IN ({db.numbers}) AND length(vector_codes) > 0",
        (json.dumps(list(ids)),),
    )
    return passage_codes.similarities(rows, query)


def vectors_after(
    db: Connection, passage_id: int, dimensions: int, last: int | None = None
) -> Iterator[tuple[int, Array]]:
    """Own vectors (dimensions,) of the passages with ids greater than `passage_id`, up to `last`.

    They are ordered by id; passages without sentences have none.
    """
    query = (
        "SELECT passage_id, vector_codes, coding FROM vectors WHERE passage_id > ?"
        f" AND passage_id <= ? AND length(vector_codes) > 0 ORDER BY passage_id LIMIT {_PAGE}"
    )
    while rows := db.execute(query, (passage_id, ALL_IDS if last is None else last)).fetchall():
        yield from decode_own_vectors(rows, dimensions).items()
        passage_id = rows[-1][0]


def counts(db: Connection) -> tuple[int, int]:
    """Numbers of passages and of sentences."""
    query = "SELECT count(*), coalesce(sum(sentence_count), 0) FROM passages"
    passages, sentences = db.execute(query).fetchone()
    return int(passages), int(sentences)


def _offsets(passage: Passage) -> str:
    return json.dumps([(span.start, span.end) for span in passage.sentences])


def _by_id(
    db: Connection, passages: Sequence[tuple[Passage, EncodedPassage]]
) -> dict[int, tuple[Passage, EncodedPassage]]:
    """All passages of some articles, by the ids of their rows."""
    rows = db.execute(
        f"SELECT id FROM passages WHERE article_id IN ({db.texts}) ORDER BY article_id, start, id",
        (json.dumps(list({each.article_id for each, _ in passages})),),
    )
    in_order = sorted(passages, key=lambda pair: (pair[0].article_id, pair[0].start))
    return dict(zip((row for (row,) in rows), in_order, strict=True))
