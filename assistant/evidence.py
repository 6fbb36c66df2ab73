"""The sentences of retrieved passages, as evidence that an answer can cite."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation, CitedPassage
from vectorstore.passage import ScoredPassage, Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of a retrieved passage."""

    number: int
    """Place of its passage among those retrieved, from 1: the marker under which it is cited."""
    hit: ScoredPassage
    span: Span
    score: float
    """How well it and its passage match the question; comparable within one question."""

    @property
    def text(self) -> str:
        """The sentence's own words, on one line."""
        return " ".join(self.quote.split())

    @property
    def quote(self) -> str:
        """The sentence's own words, as they stand in the article."""
        return self.hit.article.text[self.span.start : self.span.end]

    def cite(self) -> Citation:
        """The citation of this sentence."""
        return Citation(
            number=self.number,
            passage_id=self.hit.passage.id,
            article_id=self.hit.article.id,
            start=self.span.start,
            end=self.span.end,
            quote=self.quote,
        )


def best_evidence(
    hits: Sequence[ScoredPassage], count: int, shown: Sequence[ScoredPassage] | None = None
) -> list[Evidence]:
    """The `count` sentences of some passages that match the question best, best first.

    They are numbered by the place of their passage in `shown`, which is `hits` unless more are.

    A sentence counts by its own similarity and its passage's score: alone, a sentence that only
    shares a name with the question would come before one in the passage that is about it.
    """
    places = {hit.passage.id: number for number, hit in enumerate(shown or hits, start=1)}
    found = [
        Evidence(places[hit.passage.id], hit, span, similarity + hit.score)
        for hit in hits
        for span, similarity in zip(hit.passage.sentences, hit.sentence_scores, strict=True)
    ]
    return sorted(found, key=lambda e: (-e.score, e.number, e.span.start))[:count]


def show_passages(hits: Sequence[ScoredPassage]) -> tuple[CitedPassage, ...]:
    """What is needed to show retrieved passages in place."""
    return tuple(
        CitedPassage(
            id=hit.passage.id,
            article_id=hit.article.id,
            title=hit.article.title,
            source=hit.article.source,
            date=hit.article.date,
            language=hit.article.language,
            url=hit.article.url,
            page=hit.passage.page,
            start=hit.passage.start,
            end=hit.passage.end,
            text=hit.passage.text,
            score=hit.score,
        )
        for hit in hits
    )
