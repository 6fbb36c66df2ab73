"""Candidates of a search: the passages that are worth a score, of those that pass the filters."""

from collections.abc import Sequence

from vectorstore.ann.index import Index
from vectorstore.filters import Filters
from vectorstore.scoring.languages import MORE_CANDIDATES
from vectorstore.scoring.lexical import LexicalQuery
from vectorstore.search_request import SearchRequest
from vectorstore.tables import article_rows, passage_rows
from vectorstore.tables.connection import Connection
from vectorstore.tables.passage_rows import PassageRow

CANDIDATES = 120
"""Passages with the nearest vectors of their own that are scored, from each segment. Twice as many
find what half as many do together with those of the nearest sentences (docs/benchmarks.md)."""

_ENOUGH = 30
_LEXICAL_CANDIDATES = 20
_FEW = 2000
"""Up to this many passages that pass the filters are all scored, without the index."""


def with_words(db: Connection, words: LexicalQuery, filters: Filters) -> list[PassageRow]:
    """The passages with the most rare words of the query that pass the filters.

    As many, whatever others have the words too: the filters may keep back nearly all of them.
    """
    count = _LEXICAL_CANDIDATES
    while True:
        ids = words.candidates(db, count)
        rows = {row.id: row for row in _allowed(db, ids, filters)}
        if len(ids) < count or len(rows) >= _LEXICAL_CANDIDATES:
            return [rows[each] for each in ids if each in rows][:_LEXICAL_CANDIDATES]
        count *= 4


def nearest(
    db: Connection, index: Index, identity: str, request: SearchRequest
) -> list[PassageRow]:
    """Nearest neighbours of the query that pass the filters; retrieves more while too few do."""
    few = _few(db, request.filters)
    if few is not None:
        return few
    count = max(CANDIDATES, 4 * request.k) * (MORE_CANDIDATES if request.language else 1)
    while True:
        ids, complete = index.nearest(db, identity, request.embedded.vector, count)
        db.prefetch(ids, ["passages"] if request.filters == Filters() else ["passages", "articles"])
        rows = _allowed(db, ids, request.filters)
        if complete or len(rows) >= max(_ENOUGH, request.k):
            return rows
        count *= 4


def _few(db: Connection, filters: Filters) -> list[PassageRow] | None:
    """All passages that pass the filters; None if there are more than `_FEW`."""
    if filters == Filters():
        return None
    condition, values = filters.sql(db.in_origin)
    # The cross join makes SQLite test the filters once per article, not once per passage.
    found = db.execute(
        "SELECT passages.id FROM articles CROSS JOIN passages"
        f" WHERE article_id = articles.id AND {condition} LIMIT {_FEW + 1}",
        values,
    ).fetchall()
    return None if len(found) > _FEW else passage_rows.fetch(db, [row for (row,) in found])


def _allowed(db: Connection, ids: Sequence[int], filters: Filters) -> list[PassageRow]:
    """Those passages that are still in the store and pass the filters."""
    rows = passage_rows.fetch(db, ids)
    if filters == Filters():
        return rows
    allowed = article_rows.allowed(db, list({row.article_id for row in rows}), filters)
    return [row for row in rows if row.article_id in allowed]
