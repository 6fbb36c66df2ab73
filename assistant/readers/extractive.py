"""Answers in the articles' own words: the sentences that answer, as they stand."""

from collections.abc import Sequence

from assistant.calibration import CALIBRATION
from assistant.claims import Claim
from assistant.evidence import Evidence
from assistant.readers.sentence.reading import Reading
from assistant.text.fold import folded_words
from assistant.text.names import CAPITALISE_NOUNS, unnamed
from assistant.text.places import name_place

_LIMITS = CALIBRATION.extractive
_INSTEAD = 2
"""Sentences quoted where a reading cannot be relied on. Of the dev questions of the article's set,
the best one alone proves the answer for 0.81, the best two for 0.96."""
_MATCH_WEIGHT = 2.0
"""What a point of a sentence's match is worth in points of its chance to answer."""


def answer_by_quoting(evidence: Sequence[Evidence]) -> list[Claim]:
    """The sentences that match the question best, as they stand; none where none comes near."""
    best = next((item for item in evidence if item.hit.probability >= _LIMITS.quotable), None)
    return [
        _quotation(item, 1.0 - rank * 0.01)
        for rank, item in enumerate(evidence)
        if best is not None and best.score - item.score <= _LIMITS.nearly_as_good
    ]


def likeliest(readings: Sequence[tuple[Evidence, Reading]]) -> list[Evidence]:
    """The sentences that are most likely to answer, after they were read, best first.

    A headline is among them only where nothing else was read: it tells what an article is about.
    """
    body = [read for read in readings if not read[0].is_headline] or readings

    def likelihood(read: tuple[Evidence, Reading]) -> float:
        item, reading = read
        return _MATCH_WEIGHT * item.score - reading.abstention

    return [item for item, _ in sorted(body, key=likelihood, reverse=True)][:_INSTEAD]


def names_all(question: str, language: str, items: Sequence[Evidence]) -> bool:
    """Whether sentences, under their titles, name everyone and every place that is asked about.

    What a sentence about somebody else says may look like an answer; nothing but a name tells it.
    In another language than the question's, a name may be another word, unless it is a place's
    that is known in all.
    """
    if language in CAPITALISE_NOUNS:
        return True
    words = " ".join(f"{item.hit.article.title} {item.text}" for item in items)
    spoken = {item.hit.article.language for item in items}
    return not any(
        spoken == {language} or name_place(folded_words([run])) for run in unnamed(question, words)
    )


def quote_in_order(items: Sequence[Evidence], trust: float) -> list[Claim]:
    """Sentences quoted beside readings or in their place, in the order of their article."""
    return [_quotation(item, trust) for item in sorted(items, key=_place)]


def in_reading_order(items: Sequence[Evidence]) -> str:
    """The words of some sentences as one text, in the order of their articles."""
    return " ".join(item.text for item in sorted(items, key=_place))


def _quotation(item: Evidence, trust: float) -> Claim:
    return Claim(item.text, (item,), trust, is_quoted=True)


def _place(item: Evidence) -> tuple[int, int]:
    return item.number, item.span.start
