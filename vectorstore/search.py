"""Hybrid search: dense, late-interaction and lexical scores of a passage, added with weights.

The vectors of a passage and of its best sentence tell what it is about. Late interaction of tokens
compares details, across languages too. Lexical matching decides names and numbers within one
language. The scores are added, not fused by rank: rank fusion would give a lexical ranking the same
weight between two languages, where it means nothing. A reranker, if one is set, reorders the best
passages. In a store of several languages, passages in other languages than the query's get a bonus.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import islice

import numpy as np

from vectorstore import candidates
from vectorstore.ann.index import Index
from vectorstore.ann.open_segments import SegmentUnreadable
from vectorstore.article import Article
from vectorstore.coding.rotation import Array
from vectorstore.embedding import identity
from vectorstore.embedding.embedder import Embedder
from vectorstore.errors import StoreDamaged
from vectorstore.filters import Filters
from vectorstore.growth_cache import GrowthCache
from vectorstore.passage import ScoredPassage
from vectorstore.scoring import languages, late_interaction, ranking
from vectorstore.scoring.languages import Languages, language_bonus
from vectorstore.scoring.late_interaction import MeanToken
from vectorstore.scoring.lexical import Lexicon
from vectorstore.scoring.near_duplicates import fold_near_duplicates
from vectorstore.scoring.ranking import Weights
from vectorstore.scoring.reranker import Reranker
from vectorstore.scoring.scale import Scale, scale_of
from vectorstore.scoring.sentence_match import weigh_sentences
from vectorstore.search_request import SearchRequest
from vectorstore.tables import article_rows, passage_rows
from vectorstore.tables.connection import Connection, Tables
from vectorstore.tables.passage_rows import PassageRow
from vectorstore.threads import one_blas_thread

_TRIES = 3
_SHORTLIST = 20
"""Least number of passages that are scored by late interaction."""


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


class Searcher:
    """Searches the tables and the index of a store. `name` is the store's, for errors.

    Threads may share it.
    """

    def __init__(self, tables: Tables, index: Index, embedder: Embedder, name: str) -> None:
        self._tables, self._index, self._embedder, self._name = tables, index, embedder, name
        self._statistics: dict[tuple[str, ...], StoreStatistics] = {}

    def search(
        self,
        query: str,
        k: int,
        filters: Filters,
        weights: Weights,
        language: str | None,
        reranker: Reranker | None,
    ) -> list[ScoredPassage]:
        """The `k` best passages, best first, while the query is still being embedded.

        An unreadable segment of the index is made anew, then the search is tried again.
        """
        closed = tuple(sorted(set(filters.closed)))
        statistics = self._statistics.setdefault(closed, StoreStatistics.without(closed))
        with ThreadPoolExecutor(max_workers=1) as beside:
            embedding = beside.submit(self._embedder.embed_question, query)
            spans = self._embedder.token_spans
            request = SearchRequest(query, embedding, k, filters, language, self._scale, spans)
            for _ in range(_TRIES):
                try:
                    with self._tables.reading() as db, one_blas_thread():
                        identity.require(db, self._embedder.identity)
                        return self._search(db, statistics, request, weights, reranker)
                except SegmentUnreadable as error:
                    self._index.mend(error.row, len(request.embedded.vector))
        raise StoreDamaged(
            f"The index of the store {self._name} cannot be read, though it was made anew."
            " Check the disk."
        )

    @cached_property
    def _scale(self) -> Scale:
        return scale_of(self._embedder)

    def _search(
        self,
        db: Connection,
        statistics: StoreStatistics,
        request: SearchRequest,
        weights: Weights,
        reranker: Reranker | None,
    ) -> list[ScoredPassage]:
        """The `request.k` best passages, best first."""
        made_by = identity.as_text(self._embedder.identity)
        if not statistics.languages.has_others(db, request.language):
            request = replace(request, language=None)
        words = statistics.lexicon.weigh(db, request.text)
        rows = candidates.with_words(db, words, request.filters) if weights.lexical else []
        rows += candidates.nearest(db, self._index, made_by, request)
        size = max(_SHORTLIST, 2 * request.k)
        hits = _shortlist(_score(db, rows, request, weights), 3 * size)
        articles = article_rows.fetch(db, list({hit.row.article_id for hit in hits}))
        texts = [hit.row.passage(articles[hit.row.article_id]).text for hit in hits]
        hits = _shortlist(_add_evidence(hits, words.scores(texts), weights.lexical), size)
        dimensions = len(request.embedded.vector)
        compute_mean = partial(
            late_interaction.mean_token, dimensions=dimensions, closed=statistics.closed
        )
        mean = statistics.mean_token.get(db, compute_mean, made_by)
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


def _score(
    db: Connection, rows: Iterable[PassageRow], request: SearchRequest, weights: Weights
) -> list[Hit]:
    """Exact dense scores of candidate passages, best first."""
    by_id = {row.id: row for row in rows}
    db.prefetch(list(by_id), ["vectors", "articles"] if request.language else ["vectors"])
    alike = passage_rows.similarities(db, by_id, request.embedded.vector)
    spoken: dict[str, str | None] = {}
    if request.language:
        spoken = article_rows.languages(db, list({row.article_id for row in by_id.values()}))
    # All at once: for a few numbers of each of some thousand passages, numpy takes longer.
    scaled = iter(
        request.scale.of(np.concatenate([np.zeros(0, np.float32), *alike.values()])).tolist()
    )
    hits = []
    for passage_id, similarities in alike.items():
        row = by_id[passage_id]
        own, *sentences = islice(scaled, len(similarities))
        bonus = language_bonus(spoken.get(row.article_id), request.language)
        score = weights.passage * own + weights.sentence * max(sentences) + bonus
        hits.append(Hit(row, score, tuple(sentences), bonus))
    return sorted(hits, key=_best_first)


def _shortlist(hits: Sequence[Hit], count: int) -> list[Hit]:
    """The `count` best hits, half of them with a language bonus, where others have none."""
    return languages.shortlist(hits, [hit.language_bonus > 0 for hit in hits], count)


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
    return sorted(scored, key=_best_first)


def _best_first(hit: Hit) -> tuple[float, str, int]:
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
