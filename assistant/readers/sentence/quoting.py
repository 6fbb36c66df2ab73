"""Quotations beside what was read, or in its place: which sentences, and in which order."""

from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.readers.extractive import quotation
from assistant.stages import Claim, Reading, Support
from assistant.text.fold import folded_words
from assistant.text.names import CAPITALISE_NOUNS, unnamed
from assistant.text.places import name_place

_INSTEAD = 2
"""Sentences quoted where a reading cannot be relied on. Of the dev questions of the article's set,
the best one alone proves the answer for 0.81, the best two for 0.96."""
_MATCH_WEIGHT = 2.0
"""What a point of a sentence's match is worth in points of its chance to answer."""


def likeliest(readings: Sequence[Reading]) -> list[Evidence]:
    """The sentences that are most likely to answer, after they were read, best first.

    Those found to be about somebody else are left out. A headline is among them only where nothing
    else was read: it tells what an article is about.
    """
    of_asked = [read for read in readings if not is_of_another(read)]
    body = [read for read in of_asked if not read.evidence[0].is_headline] or of_asked

    def likelihood(reading: Reading) -> float:
        return _MATCH_WEIGHT * reading.evidence[0].score - (reading.p_null or 0.0)

    ranked = sorted(body, key=likelihood, reverse=True)[:_INSTEAD]
    return [reading.evidence[0] for reading in ranked]


def is_of_another(reading: Reading) -> bool:
    """Whether a reading was found to be about somebody else than was asked about."""
    return isinstance(reading, Claim) and reading.verdict.support is Support.WRONG_ENTITY


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


def quote_in_order(items: Sequence[Evidence], probability: float) -> list[Claim]:
    """Sentences quoted beside readings or in their place, in the order of their article."""
    return [quotation(item, probability) for item in sorted(items, key=_place)]


def in_reading_order(items: Sequence[Evidence]) -> str:
    """The words of some sentences as one text, in the order of their articles."""
    return " ".join(item.text for item in sorted(items, key=_place))


def _place(item: Evidence) -> tuple[int, int]:
    return item.number, item.span.start
