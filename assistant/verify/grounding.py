"""Grounding without a model: numbers and names of an answer against its evidence."""

from collections.abc import Sequence

from assistant.calibration import CALIBRATION
from assistant.evidence import Evidence
from assistant.stages import Query, Reading, Support, Verdict
from assistant.text.fold import WORD, fold, has_like
from assistant.text.names import (
    CAPITALISE_NOUNS,
    is_named,
    name_runs,
    names,
    same_names,
    tell_names,
)
from assistant.text.numbers import numbers

_LIMITS = CALIBRATION.grounding
_TELLING_LETTERS = 3
"""Shorter words say nothing beside others: they are articles and prepositions."""


class GroundingVerifier:
    """Verifies by the numbers and names of a reading alone, without a model."""

    def verify(self, query: Query, reading: Reading) -> Verdict:
        """Unsupported where nothing is cited, or what is cited lacks a number of the reading."""
        cited = reading.evidence
        grounded = cited and face_value(query.text, reading.text, cited, query.language)
        return Verdict(Support.VERIFIED if grounded else Support.UNSUPPORTED)


def support_factor(
    question: str,
    answer: str,
    evidence: str,
    context: str,
    language: str = "en",
    source_language: str | None = None,
) -> float:
    """Grounding of an answer, 0 to 1; 0 if it has a number that neither evidence nor question has.

    `evidence` is the sentence that it cites, `context` what stands around it: its passage, and
    its article's title and date. `language` is that of the question and the answer, and
    `source_language` that of the evidence.
    """
    given = f"{evidence} {context}"
    known = numbers(given, source_language, lenient=True) | numbers(
        question, language, lenient=True
    )
    if not numbers(answer, language) <= known:
        return 0.0
    factor = 1.0
    if language not in CAPITALISE_NOUNS:
        asked = names(question)
        # A name that opens the answer is told from any other word by standing in the question.
        told = [*names(answer), *(name for name in asked if same_names([name], answer))]
        if not same_names(told, f"{given} {question}") or not same_names(asked, given):
            # Not ruled out: England and Inglaterra, say, are not known to be one.
            factor *= _LIMITS.missing_name
        elif not same_names(told, evidence) and _may_be_of_another(
            f"{question} {answer}", evidence, context, source_language
        ):
            # Who did what may be mistaken, and the sentence alone would not show it.
            factor *= _LIMITS.name_outside
    if not says_something_new(question, answer):
        factor *= _LIMITS.nothing_new
    return factor


def face_value(question: str, answer: str, cited: Sequence[Evidence], language: str) -> float:
    """Grounding of an answer in the sentences that it cites, 0 to 1; see `support_factor`."""
    words = " ".join(item.text for item in cited)
    around = " ".join(
        f"{item.hit.passage.text} {item.hit.article.title} {item.hit.article.date or ''}"
        for item in cited
    )
    spoken = cited[0].hit.article.language
    return support_factor(question, answer, words, around, language, spoken)


def says_something_new(question: str, answer: str) -> bool:
    """Whether an answer has a content word or a number that is not in the question."""
    if numbers(answer) - numbers(question):
        return True
    asked = fold(WORD.findall(question))
    said = fold(WORD.findall(answer))
    # An article before a name that was asked about is no news; a bare `No` is.
    telling = {word for word in said if len(word) >= _TELLING_LETTERS} or said
    return any(not has_like(word, asked, _LIMITS.same_word) for word in telling)


def _may_be_of_another(said: str, evidence: str, context: str, language: str | None) -> bool:
    """Whether evidence may name somebody who is not in what was asked and answered."""
    if not tell_names(language, evidence):
        return True
    return any(not is_named(run, said) for run in name_runs(evidence, names(context)))
