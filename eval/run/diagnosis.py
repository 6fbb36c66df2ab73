"""Diagnosis of an outcome: the first thing that went wrong with its question, or `right`."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from eval.metrics.answers import all_words, own_words, says_wrong, states
from eval.metrics.retrieval import context_recall
from eval.run.outcomes import Outcome

Diagnosis = Literal[
    "fault",
    "hallucinated",
    "not-retrieved",
    "wrongly-refused",
    "wrong-answer",
    "missing-part",
    "unsupported-claim",
    "wrong-citation",
    "not-asked",
    "right",
]
MEANINGS: dict[Diagnosis, tuple[str, str]] = {
    "fault": ("Fault", "An error ended it."),
    "hallucinated": ("Hallucinated", "Answered, though the articles do not say."),
    "not-retrieved": ("Not retrieved", "No passage with the evidence was found."),
    "wrongly-refused": ("Wrongly refused", "The evidence was found, and no answer given."),
    "wrong-answer": ("Wrong answer", "The evidence was found, and misread or not read."),
    "missing-part": ("Missing part", "Some of the facts are stated, not all."),
    "unsupported-claim": ("Unsupported claim", "Right, with a claim that its citations lack."),
    "wrong-citation": ("Wrong citation", "Right, with a citation that does not show it."),
    "not-asked": ("Not asked", "Has no evidence to find, in a run of retrieval only."),
    "right": ("Right", "Answered with proof, refused where it should be, or evidence found."),
}
"""Label and meaning of each diagnosis, in display order."""


def diagnose(outcome: Outcome) -> Diagnosis:
    """Diagnosis of an outcome: the first thing that went wrong on the way to the answer.

    An answer that is wrong because no relevant passage was found is `not-retrieved`, and so is a
    refusal for that reason. In a run of retrieval only, `right` means that evidence of all facts
    was found.
    """
    if outcome.fault:
        return "fault"
    answerable = outcome.question.is_answerable
    if outcome.answer is None:
        return _of_retrieval(outcome) if answerable else "not-asked"
    if not answerable and not outcome.is_answered:
        return "right"
    if outcome.correct:
        return _of_claims(outcome)
    return _of_answer(outcome) if answerable else "hallucinated"


def count_diagnoses(outcomes: Sequence[Outcome]) -> dict[Diagnosis, int]:
    """Number of questions by diagnosis, in display order, without zeros."""
    counts = Counter(map(diagnose, outcomes))
    return {name: counts[name] for name in MEANINGS if counts[name]}


def _of_retrieval(outcome: Outcome) -> Diagnosis:
    spans = [(found.source, found.start, found.end) for found in outcome.retrieved]
    whole = context_recall(spans, outcome.question.facts) == 1
    return "right" if whole else "not-retrieved"


def _of_answer(outcome: Outcome) -> Diagnosis:
    text, own = all_words(outcome.answer), own_words(outcome.answer)
    stated = [states(text, fact) for fact in outcome.question.facts]
    some = any(stated) and not all(stated)
    if outcome.is_answered and some and not says_wrong(outcome.question, own):
        return "missing-part"
    if not any(found.relevant for found in outcome.retrieved):
        return "not-retrieved"
    return "wrong-answer" if outcome.is_answered else "wrongly-refused"


def _of_claims(outcome: Outcome) -> Diagnosis:
    if not all(claim.supported for claim in outcome.claims):
        return "unsupported-claim"
    shown = all(verdict for claim in outcome.claims for verdict in claim.citations)
    return "right" if shown and outcome.cites_gold else "wrong-citation"
