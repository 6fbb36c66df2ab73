"""`Passage`: a stretch of an article that is embedded and retrieved as one, with its sentences."""

from bisect import bisect_right
from dataclasses import dataclass

from vectorstore.article import Article


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch `[start, end)` of an article's text, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch `[start, end)` of an article's text.

    The passages of an article, in order, cover its text without gap or overlap. `sentences` are
    the spans of its sentences, trimmed of white space, as offsets into the article's text.
    """

    article_id: str
    start: int
    end: int
    text: str
    sentences: tuple[Span, ...]
    page: int | None = None
    """Page on which the passage starts, from 1; None where the source has no pages."""

    @property
    def id(self) -> str:
        """Name of the passage: its article and offsets."""
        return f"{self.article_id}:{self.start}-{self.end}"

    def sentence_text(self, number: int) -> str:
        """Text of the sentence at index `number`."""
        span = self.sentences[number]
        return self.text[span.start - self.start : span.end - self.start]

    def with_sides(
        self, article: Article, before: tuple[Span, ...], after: tuple[Span, ...]
    ) -> "Passage":
        """The stretch of `article` from the first sentence in `before` to the last in `after`."""
        start = before[0].start if before else self.start
        end = after[-1].end if after else self.end
        sentences = (*before, *self.sentences, *after)
        page = (bisect_right(article.page_starts, start) or None) if before else self.page
        return Passage(self.article_id, start, end, article.text[start:end], sentences, page)


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage found for a query, with its article and how well it and its sentences match."""

    passage: Passage
    article: Article
    score: float
    """Relevance, higher is better: what the passages are ranked by, for queries of one model."""
    sentence_scores: tuple[float, ...]
    """How well each of the passage's sentences matches the query: its similarity, see
    `vectorstore.scoring.scale`, and that of its tokens, see
    `vectorstore.scoring.sentence_match`."""
    probability: float = 0.0
    """Estimated chance that it answers the query, 0 to 1; see `vectorstore.scoring.ranking`."""
    language_bonus: float = 0.0
    """The part of `score` that it has for being in another language than the question, see
    `vectorstore.scoring.languages`; 0 after a reranker. `sentence_scores` contain none."""
    also_in: tuple[Article, ...] = ()
    """Other articles that say the same in nearly the same words; see
    `vectorstore.scoring.near_duplicates`."""

    @property
    def best_sentence(self) -> Span:
        """Span of the sentence that matches the query best."""
        best = max(range(len(self.sentence_scores)), key=self.sentence_scores.__getitem__)
        return self.passage.sentences[best]
