"""`Evidence`: sentences of retrieved passages that an answer can cite, ranked for a question."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.calibration import CALIBRATION
from vectorstore.passage import ScoredPassage, Span

_SCORES = CALIBRATION.evidence
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\d_]{2,}")
_LEAST_WORDS = 2


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

    @property
    def before(self) -> Span | None:
        """The sentence before it in its passage; None where it is the first."""
        sentences = self.hit.passage.sentences
        at = sentences.index(self.span) if self.span in sentences else 0
        return sentences[at - 1] if at else None

    @property
    def is_headline(self) -> bool:
        """Whether it is but the title of its article."""
        return self.text == self.hit.article.title

    @property
    def heading(self) -> str:
        """Title of its article; empty where the title tells nothing, as a number does."""
        title = self.hit.article.title
        tells = not self.is_headline and len(_WORD.findall(title)) >= _LEAST_WORDS
        return title if tells else ""


def best_evidence(
    hits: Sequence[ScoredPassage], count: int, shown: Sequence[ScoredPassage] | None = None
) -> list[Evidence]:
    """The `count` sentences of some passages that match the question best, best first.

    They are numbered by the place of their passage in `shown`, which is `hits` unless more are.

    A sentence counts by its own similarity and its passage's score: alone, a sentence that only
    shares a name with the question would come before one in the passage that is about it. It
    counts for less where its article has better ones, so that other articles have their say, and
    a headline comes after the best sentence that it stands over.
    """
    places = {hit.passage.id: number for number, hit in enumerate(shown or hits, start=1)}
    found = [
        Evidence(places[hit.passage.id], hit, span, similarity + of_passage)
        for hit in hits
        for of_passage in [hit.score + _SCORES.foreign_weight * hit.language_bonus]
        for span, similarity in zip(hit.passage.sentences, hit.sentence_scores, strict=True)
    ]
    return sorted(_apart(found), key=_best_first)[:count]


def _apart(found: Sequence[Evidence]) -> Iterator[Evidence]:
    """Sentences with their scores lowered for the better ones of their article."""
    better: defaultdict[str, list[float]] = defaultdict(list)
    for item in sorted(found, key=lambda e: (e.is_headline, *_best_first(e))):
        before = better[item.hit.article.id]
        if item.is_headline and before:
            yield replace(item, score=min(item.score, before[0]) - _SCORES.repeated_penalty)
        else:
            yield replace(item, score=item.score - _SCORES.repeated_penalty * len(before))
        before.append(item.score)


def _best_first(item: Evidence) -> tuple[float, int, int]:
    return -item.score, item.number, item.span.start
