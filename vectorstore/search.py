"""Hybrid search: dense, late-interaction and lexical scores of a passage, added with weights.

The vectors of a passage and of its best sentence tell what it is about. Late interaction of tokens
compares details, across languages too. Lexical matching decides names and numbers within one
language. The scores are added, not fused by rank: rank fusion would give a lexical ranking the same
weight between two languages, where it means nothing. A reranker, if one is set, reorders the best
passages. In a store of several languages, passages in other languages than the query's get a bonus.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial

from vectorstore.ann.index import Index
from vectorstore.article import Article
from vectorstore.coding.rotation import Array
from vectorstore.embedding.model import EmbeddedText
from vectorstore.filters import Filters
from vectorstore.growth_cache import GrowthCache
from vectorstore.passage import ScoredPassage
from vectorstore.scoring import late_interaction, ranking
from vectorstore.scoring.languages import MORE_CANDIDATES, Languages, language_bonus
from vectorstore.scoring.late_interaction import MeanToken
from vectorstore.scoring.lexical import LexicalQuery, Lexicon
from vectorstore.scoring.near_duplicates import fold_near_duplicates
from vectorstore.scoring.ranking import Weights
from vectorstore.scoring.reranker import Reranker
from vectorstore.scoring.scale import Scale
from vectorstore.scoring.sentence_match import weigh_sentences
from vectorstore.tables import article_rows, passage_rows
from vectorstore.tables.connection import Connection
from vectorstore.tables.passage_rows import PassageRow

CANDIDATES = 60
"""Nearest neighbours retrieved for each granularity, passages and sentences: the vector of a long
passage loses detail, that of a sentence lacks context."""

_ENOUGH = 30
_LEXICAL_CANDIDATES = 20
_SHORTLIST = 20
"""Least number of passages that are scored by late interaction."""
_FEW = 2000
"""Up to this many passages that pass the filters are all scored, without the index."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A query with its embedding, and how many passages `k` of which articles are wanted.

    The embedding may still be running; lexical search starts without it. `language` is the ISO
    639-1 code of the query, or None to add no language bonus. `scale` maps the model's similarities
    to those of the packaged model; `token_spans` gives the offsets of a text's tokens.
    """

    text: str
    embedding: Future[EmbeddedText]
    k: int
    filters: Filters
    language: str | None
    scale: Scale
    token_spans: Callable[[str], Sequence[tuple[int, int]]]

    @property
    def embedded(self) -> EmbeddedText:
        """The embedded query; waits until the embedding is done."""
        return self.embedding.result()


@dataclass(frozen=True, slots=True)
class Hit:
    """A scored passage whose text has not been read yet."""

    row: PassageRow
    score: float
    sentence_scores: tuple[float, ...]
    language_bonus: float = 0.0
    """Part of `score` that was added because the article is in another language than the query."""


@dataclass(frozen=True, slots=True)
class StoreStatistics:
    """Statistics of a store that searches share, each cached until the store grows.

    Articles of `closed` collections are left out, so that no score tells what they hold.
    """

    closed: tuple[str, ...]
    lexicon: Lexicon
    languages: Languages
    mean_token: GrowthCache[MeanToken] = field(default_factory=GrowthCache)

    @classmethod
    def without(cls, closed: tuple[str, ...]) -> "StoreStatistics":
        """Statistics of the articles that are in no closed collection."""
        return cls(closed, Lexicon(closed), Languages(closed))


def search(
    db: Connection,
    index: Index,
    statistics: StoreStatistics,
    identity: str,
    request: SearchRequest,
    weights: Weights,
    reranker: Reranker | None,
) -> list[ScoredPassage]:
    """The `request.k` best passages, best first. `identity` names the model of all vectors."""
    if not statistics.languages.has_others(db, request.language):
        request = replace(request, language=None)
    words = statistics.lexicon.weigh(db, request.text)
    rows = _with_words(db, words, request.filters) if weights.lexical else []
    rows += _nearest(db, index, identity, request)
    size = max(_SHORTLIST, 2 * request.k)
    hits = _score(db, {row.id: row for row in rows}.values(), request, weights)[: 3 * size]
    articles = article_rows.fetch(db, list({hit.row.article_id for hit in hits}))
    texts = [hit.row.passage(articles[hit.row.article_id]).text for hit in hits]
    hits = _add_evidence(hits, words.scores(texts), weights.lexical)[:size]
    dimensions = len(request.embedded.vector)
    compute_mean = partial(
        late_interaction.mean_token, dimensions=dimensions, closed=statistics.closed
    )
    mean = statistics.mean_token.get(db, compute_mean, identity)
    tokens = _token_similarities(db, hits, request, mean)
    hits = _add_evidence(
        hits, [late_interaction.max_sim(tokens[hit.row.id]) for hit in hits], weights.tokens
    )
    found = _with_text(hits, articles)
    token_similarities = {
        each.passage.id: tokens[hit.row.id] for each, hit in zip(found, hits, strict=True)
    }
    if reranker is not None:
        texts = [hit.passage.text for hit in found]
        found = ranking.reranked(found, reranker.logits(request.text, texts))
    best = fold_near_duplicates(ranking.newest_among_equals(found))[: request.k]
    return [
        weigh_sentences(
            hit,
            token_similarities[hit.passage.id],
            request.token_spans(hit.passage.text.strip()),
            weights.sentence_tokens,
        )
        for hit in best
    ]


def _with_words(db: Connection, words: LexicalQuery, filters: Filters) -> list[PassageRow]:
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


def _nearest(
    db: Connection, index: Index, identity: str, request: SearchRequest
) -> list[PassageRow]:
    """Nearest neighbours of the query that pass the filters; retrieves more while too few do."""
    few = _few(db, request.filters)
    if few is not None:
        return few
    count = max(CANDIDATES, 4 * request.k) * (MORE_CANDIDATES if request.language else 1)
    while True:
        ids, complete = index.nearest(db, identity, request.embedded.vector, count)
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


def _score(
    db: Connection, rows: Iterable[PassageRow], request: SearchRequest, weights: Weights
) -> list[Hit]:
    """Exact dense scores of candidate passages, best first."""
    query = request.embedded.vector
    by_id = {row.id: row for row in rows if row.sentences}
    vectors = passage_rows.fetch_vectors(db, by_id, len(query))
    languages: dict[str, str | None] = {}
    if request.language:
        languages = article_rows.languages(db, list({row.article_id for row in by_id.values()}))
    hits = []
    for row in by_id.values():
        own, *sentences = request.scale.of(vectors[row.id] @ query).tolist()
        bonus = language_bonus(languages.get(row.article_id), request.language)
        score = weights.passage * own + weights.sentence * max(sentences) + bonus
        hits.append(Hit(row, score, tuple(sentences), bonus))
    return sorted(hits, key=_order)


def _token_similarities(
    db: Connection, hits: Sequence[Hit], request: SearchRequest, mean: MeanToken
) -> dict[int, Array]:
    """Cosine similarities of query tokens and passage tokens, (query, passage), by passage id."""
    codes = late_interaction.fetch(db, [hit.row.id for hit in hits])
    alike = late_interaction.similarities(request.embedded.tokens, list(codes.values()), mean)
    return dict(zip(codes, alike, strict=True))


def _add_evidence(hits: Sequence[Hit], evidence: Sequence[float], weight: float) -> list[Hit]:
    """Hits with `weight * evidence` added to their scores, best first."""
    scored = [
        replace(hit, score=hit.score + weight * more)
        for hit, more in zip(hits, evidence, strict=True)
    ]
    return sorted(scored, key=_order)


def _order(hit: Hit) -> tuple[float, str, int]:
    return -hit.score, hit.row.article_id, hit.row.start


def _with_text(hits: Sequence[Hit], articles: dict[str, Article]) -> list[ScoredPassage]:
    # Probabilities were fitted on articles of one language, where no passage has a bonus.
    chances = ranking.probabilities([hit.score - hit.language_bonus for hit in hits])
    return [
        ScoredPassage(
            hit.row.passage(articles[hit.row.article_id]),
            articles[hit.row.article_id],
            hit.score,
            hit.sentence_scores,
            probability=float(chance),
            language_bonus=hit.language_bonus,
        )
        for hit, chance in zip(hits, chances, strict=True)
    ]
