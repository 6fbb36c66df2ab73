"""Selection of claims: which of them make the answer."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import repeat
from math import prod

from assistant.calibration import CALIBRATION
from assistant.stages import Choice, Claim
from assistant.text.fold import WORD, fold, has_like
from assistant.text.numbers import numbers

ACCEPTED = 0.2
"""Least trust, 0 to 1, in the best sentence of an answer."""
FURTHER = 0.1
"""Least trust in a further sentence."""
BESIDE_THE_BEST = 0.25
"""Least trust in a further sentence, as a share of the best one's."""
ENOUGH = 0.9
"""Estimated probability that one of the chosen sentences answers from which no further one is
chosen."""
MOST_SENTENCES = 3
_TELLING_LETTERS = 3
"""Shorter words say nothing beside others: they are articles and prepositions."""


def join_choices(choices: Sequence[Choice]) -> Choice:
    """The answers to the parts of a question as one, in their order."""
    return Choice(
        tuple(claim for choice in choices for claim in choice.chosen),
        tuple(claim for choice in choices for claim in choice.dropped),
    )


def choose_claims(claims: Sequence[Claim]) -> Choice:
    """Choose the claims that make an answer; none where none can be trusted.

    One that adds nothing to those before it is left out, its evidence cited with theirs.
    """
    ranked = sorted(claims, key=lambda claim: -claim.probability)
    if not ranked or ranked[0].probability < ACCEPTED:
        return Choice((), tuple(ranked))
    least = max(FURTHER, BESIDE_THE_BEST * ranked[0].probability)
    chosen: list[Claim] = []
    joined: list[Claim] = []
    for claim in ranked:
        if claim.probability < least:
            break
        said = " ".join(other.text for other in chosen)
        none_answers = prod(1 - (other.verdict.probability or 0.0) for other in chosen)
        if chosen and not says_something_new(said, claim.text):
            chosen[0] = _join_evidence(chosen[0], claim)
            joined.append(claim)
        elif len(chosen) < MOST_SENTENCES and 1 - none_answers < ENOUGH:
            chosen.append(claim)
    texts = {claim.text for claim in (*chosen, *joined)}
    return Choice(tuple(chosen), tuple(claim for claim in ranked if claim.text not in texts))


def newest_claims(claims: Sequence[Claim]) -> tuple[list[Claim], str | None]:
    """The acceptable claims of the newest dated article among theirs, and its date.

    All claims, and None, where none of those acceptable has a date.
    """
    dates = {
        claim.evidence[0].hit.article.date
        for claim in claims
        if claim.probability >= ACCEPTED and claim.evidence
    } - {None}
    if not dates:
        return list(claims), None
    newest = max(date for date in dates if date)
    return [c for c in claims if c.evidence and c.evidence[0].hit.article.date == newest], newest


def says_something_new(question: str, answer: str) -> bool:
    """Whether an answer has a content word or a number that is not in the question."""
    if numbers(answer) - numbers(question):
        return True
    asked = fold(WORD.findall(question))
    said = fold(WORD.findall(answer))
    # An article before a name that was asked about is no news; a bare `No` is.
    telling = {word for word in said if len(word) >= _TELLING_LETTERS} or said
    return any(not has_like(word, asked, CALIBRATION.names.same_word) for word in telling)


def _join_evidence(claim: Claim, other: Claim) -> Claim:
    spans = (*other.spans, *repeat(None, len(other.evidence)))
    pairs = zip(other.evidence, spans, strict=False)
    added = [(item, span) for item, span in pairs if item not in claim.evidence]
    return replace(
        claim,
        evidence=(*claim.evidence, *(item for item, _ in added)),
        spans=(*claim.spans, *(span for _, span in added if span)),
    )
