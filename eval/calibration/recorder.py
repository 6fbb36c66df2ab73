"""`Recorder`: the features of a store's passages for a question, by the steps of a search."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from eval.calibration.records import Candidate, SentenceRecord
from eval.datasets.questions import GoldEvidence, TestQuestion
from eval.metrics.retrieval import is_relevant
from vectorstore import Passage, ScoredPassage, Span, Store
from vectorstore.calibration import SEARCH
from vectorstore.scoring import languages, late_interaction
from vectorstore.scoring.lexical import Lexicon
from vectorstore.scoring.sentence_match import weigh_sentences
from vectorstore.tables import passage_rows
from vectorstore.tables.database import Database

CANDIDATES = 20
"""Passages recorded for a question: as many as a search compares token by token."""
_COMPARED = 3 * CANDIDATES
"""Passages whose words are compared with the question's."""
_READ = 5
"""Candidates whose sentences are recorded."""


_WEIGHTS = np.array(
    [
        SEARCH.passage_weight,
        SEARCH.sentence_weight,
        SEARCH.token_weight,
        SEARCH.lexical_weight,
        SEARCH.language_bonus,
    ]
)
_PASSAGE, _SENTENCE, _TOKENS, _LEXICAL, _FOREIGN = range(5)


class Recorder:
    """Gives the features of a store's passages for a question, by the steps of a search.

    It keeps in memory all that the store holds when it is made.
    """

    def __init__(self, store: Store) -> None:
        self._embedder = store.embedder
        self._lexicon = Lexicon()
        self._articles = {article.id: article for article in store.articles()}
        self._numbers = {article: number for number, article in enumerate(self._articles)}
        self._languages = {article.language for article in self._articles.values()}
        self._database = Database(store.path / "store.sqlite3")
        dimensions = self._embedder.identity.dimensions
        with self._database.reading() as db:
            rows = [row for each in self._articles for row in passage_rows.of_article(db, each)]
            self._passages = [row.passage(self._articles[row.article_id]) for row in rows]
            vectors = passage_rows.fetch_vectors(db, [row.id for row in rows], dimensions)
            codes = late_interaction.fetch(db, [row.id for row in rows])
            self._mean = late_interaction.mean_token(db, dimensions)
        self._vectors = [vectors[row.id] for row in rows]
        self._codes = [codes[row.id] for row in rows]

    def close(self) -> None:
        """Close the store's file."""
        self._database.close()

    def candidates(self, question: TestQuestion) -> tuple[Candidate, ...]:
        """The passages that match a question best, best first by the weights in use."""
        embedded = self._embedder.embed_question(question.question)
        similarities = [vectors @ embedded.vector for vectors in self._vectors]
        features = np.zeros((len(self._passages), len(_WEIGHTS)))
        features[:, _PASSAGE] = [own[0] for own in similarities]
        features[:, _SENTENCE] = [own[1:].max() for own in similarities]
        features[:, _FOREIGN] = [self._is_foreign(each, question) for each in self._passages]
        best = _shortlist(features, range(len(features)), _COMPARED)
        features[best, _LEXICAL] = self._lexical(question.question, best)
        best = _shortlist(features, best, CANDIDATES)
        codes = [self._codes[at] for at in best]
        found = late_interaction.similarities(embedded.tokens, codes, self._mean)
        tokens = dict(zip(best, found, strict=True))
        features[best, _TOKENS] = [late_interaction.max_sim(each) for each in found]
        gold = [proof for fact in question.facts for proof in fact.evidence]
        read = _best(features, best)[:_READ]
        return tuple(
            self._candidate(
                self._passages[at],
                features[at],
                gold,
                self._sentences(at, similarities[at][1:], tokens[at], gold) if at in read else (),
            )
            for at in _best(features, best)
        )

    def _is_foreign(self, passage: Passage, question: TestQuestion) -> bool:
        own = self._articles[passage.article_id].language
        return own is not None and question.language in self._languages - {own}

    def _lexical(self, question: str, best: Sequence[int]) -> list[float]:
        with self._database.reading() as db:
            words = self._lexicon.weigh(db, question)
        return words.scores([self._passages[at].text for at in best])

    def _candidate(
        self,
        passage: Passage,
        features: NDArray[np.float64],
        gold: Sequence[GoldEvidence],
        sentences: tuple[SentenceRecord, ...],
    ) -> Candidate:
        passage_similarity, sentence_similarity, tokens, lexical, _ = features.round(5).tolist()
        return Candidate(
            article=self._numbers[passage.article_id],
            passage=passage_similarity,
            sentence=sentence_similarity,
            tokens=tokens,
            lexical=lexical,
            is_foreign=bool(features[_FOREIGN]),
            is_gold=self._is_gold(passage, passage, gold),
            sentences=sentences,
        )

    def _sentences(
        self,
        at: int,
        similarities: NDArray[np.float32],
        tokens: NDArray[np.float32],
        gold: Sequence[GoldEvidence],
    ) -> tuple[SentenceRecord, ...]:
        passage = self._passages[at]
        unscored = (0.0,) * len(passage.sentences)
        hit = ScoredPassage(passage, self._articles[passage.article_id], 0.0, unscored)
        spans = self._embedder.token_spans(passage.text.strip())
        matched = weigh_sentences(hit, tokens, spans, 1.0).sentence_scores
        return tuple(
            SentenceRecord(
                round(float(similarity), 5), round(match, 5), self._is_gold(passage, span, gold)
            )
            for span, similarity, match in zip(
                passage.sentences, similarities, matched, strict=True
            )
        )

    def _is_gold(
        self, passage: Passage, part: Passage | Span, gold: Sequence[GoldEvidence]
    ) -> bool:
        source = self._articles[passage.article_id].source
        return is_relevant(source, part.start, part.end, gold)


def _shortlist(features: NDArray[np.float64], among: Iterable[int], count: int) -> list[int]:
    """Numbers of `count` passages, as a search cuts them."""
    ranked = _best(features, among)
    return languages.shortlist(ranked, [bool(features[at, _FOREIGN]) for at in ranked], count)


def _best(features: NDArray[np.float64], among: Iterable[int]) -> list[int]:
    """Numbers of passages, those that score most first."""
    scores = features @ _WEIGHTS
    return sorted(among, key=lambda at: -scores[at])
