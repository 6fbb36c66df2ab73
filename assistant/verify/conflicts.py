"""Detects claims from different articles that contradict each other."""

import re

from assistant.calibration import CALIBRATION
from assistant.stages import Claim
from assistant.text.names import names, same_names
from assistant.text.numbers import numbers

_LETTER = re.compile(r"[^\W\d_]")


def disagree(claim: Claim, other: Claim) -> bool:
    """Whether two claims from different articles differ only in their numbers or names.

    Of two quotations, only the numbers of the words that answer are compared: two names may both
    be right, and the rest of a sentence is not what was asked.
    """
    if _article(claim) == _article(other) or claim.quoted != other.quoted:
        return False
    figures, others = numbers(_answering(claim)), numbers(_answering(other))
    if figures and others:
        if figures <= others or others <= figures:
            return False
    elif claim.quoted or not _name_others(claim.text, other.text):
        return False
    return _likeness(claim.text, other.text) >= CALIBRATION.conflicts.alike


def _answering(claim: Claim) -> str:
    """Of a quotation, the words that answer; of any other claim, its text."""
    if not claim.quoted:
        return claim.text
    text = claim.evidence[0].hit.article.text
    return " ".join(text[span.start : span.end] for span in claim.spans)


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
