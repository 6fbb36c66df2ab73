"""Tells where articles contradict each other, and says which article says what."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.calibration import CALIBRATION
from assistant.claims import ACCEPTED, Choice, Claim
from assistant.compose.messages import according_to
from assistant.text.names import names, same_names
from assistant.text.numbers import numbers

_LETTER = re.compile(r"[^\W\d_]")


def disagree(claim: Claim, other: Claim) -> bool:
    """Whether two claims from different articles say the same with other figures or names.

    What is quoted beside claims says what it says, and not what was asked.
    """
    if _article(claim) == _article(other) or claim.is_quoted or other.is_quoted:
        return False
    figures, others = numbers(claim.text), numbers(other.text)
    if figures and others:
        if figures <= others or others <= figures:
            return False
    elif not _name_others(claim.text, other.text):
        return False
    return _likeness(claim.text, other.text) >= CALIBRATION.conflicts.alike


def without_rivals(claims: Sequence[Claim]) -> tuple[list[Claim], list[Claim]]:
    """Claims that can be compared as answers, and those that another article contradicts.

    To choose between what two articles say is the reader's part, not the model's.
    """
    kept: list[Claim] = []
    rivals: list[Claim] = []
    for claim in sorted(claims, key=lambda claim: -claim.trust):
        contradicted = any(disagree(claim, other) for other in kept)
        (rivals if contradicted else kept).append(claim)
    return kept, rivals


def attributed(choice: Choice, language: str) -> Choice:
    """A choice in which claims that contradict the first one, and that one, name their article."""
    if not choice.chosen:
        return choice
    best = choice.chosen[0]
    rivals = [
        claim
        for claim in (*choice.chosen[1:], *choice.dropped)
        if claim.is_checked and claim.trust >= ACCEPTED and disagree(best, claim)
    ]
    if not rivals:
        return choice
    told = [_name_article(claim, language) for claim in (best, *rivals)]
    rest = [claim for claim in choice.chosen[1:] if claim not in rivals]
    dropped = [claim for claim in choice.dropped if claim not in rivals]
    return replace(choice, chosen=(*told, *rest), dropped=tuple(dropped))


def _name_article(claim: Claim, language: str) -> Claim:
    article = claim.evidence[0].hit.article
    return replace(claim, text=according_to(language, article.title, article.date, claim.text))


def _article(claim: Claim) -> str:
    return claim.evidence[0].hit.article.id


def _name_others(text: str, other: str) -> bool:
    """Whether each of two texts has a name that the other has not."""
    ours, theirs = names(text), names(other)
    return not same_names(ours, other) and not same_names(theirs, text)


def _likeness(text: str, other: str) -> float:
    from rapidfuzz import fuzz

    if not _LETTER.search(text + other):  # nothing but the figures that were asked for
        return CALIBRATION.conflicts.alike
    return fuzz.token_set_ratio(text, other)
