"""`Passage`: the unit of embedding and retrieval, a span of an article with its sentences."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from vectorstore.article import Article


@dataclass(frozen=True, slots=True)
class Span:
    """Offsets `[start, end)` into an article's text, in Unicode code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """The span `[start, end)` of an article's text.

    The passages of an article, in order, cover its text without gap or overlap. `sentences` are
    the spans of its sentences, without surrounding white space, as offsets into the article's text.
    """

    article_id: str
    start: int
    end: int
    text: str
    sentences: tuple[Span, ...]
    page: int | None = None
    """Page on which the passage starts, from 1; None if the document has no pages."""

    @property
    def id(self) -> str:
        """Identifier: article id and offsets, `id:start-end`."""
        return f"{self.article_id}:{self.start}-{self.end}"

    @property
    def stripped_start(self) -> int:
        """Offset at which its text begins, without white space, in the article's text."""
        return self.start + len(self.text) - len(self.text.lstrip())

    def sentence_numbers(self, token_spans: Sequence[tuple[int, int]]) -> list[int]:
        """Index of the sentence in which each token ends, or of the one before it.

        `token_spans` are the offsets of the passage's tokens in its stripped text. A token may
        begin with the white space before its word.
        """
        starts = [span.start - self.stripped_start for span in self.sentences]
        return [max(bisect_left(starts, end) - 1, 0) for _, end in token_spans]

    def sentence_text(self, number: int) -> str:
        """Text of the sentence at index `number`."""
        span = self.sentences[number]
        return self.text[span.start - self.start : span.end - self.start]

    def with_sides(
        self, article: Article, before: tuple[Span, ...], after: tuple[Span, ...]
    ) -> "Passage":
        """This passage extended by sentences `before` and `after` it in its `article`."""
        start = before[0].start if before else self.start
        end = after[-1].end if after else self.end
        sentences = (*before, *self.sentences, *after)
        page = (bisect_right(article.page_starts, start) or None) if before else self.page
        return Passage(self.article_id, start, end, article.text[start:end], sentences, page)


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A search result: a passage with its article, its score and the scores of its sentences."""

    passage: Passage
    article: Article
    score: float
    """Relevance, by which results are ranked; higher is better, comparable within one search."""
    sentence_scores: tuple[float, ...]
    """Score of each sentence, in order: its similarity to the query (`vectorstore.scoring.scale`)
    plus that of its tokens (`vectorstore.scoring.sentence_match`)."""
    probability: float = 0.0
    """Estimated probability that it answers the query; see `vectorstore.scoring.ranking`."""
    language_bonus: float = 0.0
    """Part of `score` that was added because the article is in another language than the query, see
    `vectorstore.scoring.languages`; 0 after a reranker. `sentence_scores` contain none."""
    also_in: tuple[Article, ...] = ()
    """Articles with a near-duplicate of this passage; see `vectorstore.scoring.near_duplicates`."""

    @property
    def best_sentence(self) -> Span:
        """Span of the sentence with the highest score."""
        best = max(range(len(self.sentence_scores)), key=self.sentence_scores.__getitem__)
        return self.passage.sentences[best]
