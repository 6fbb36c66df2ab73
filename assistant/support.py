"""Cheap checks of an answer against its evidence: numbers, names, and whether it says anything."""

import re
from collections.abc import Iterable

from assistant.figures import numbers

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SAME_NAME = 55.0
"""Least likeness, 0 to 100, of two spellings of a name: Turquie and Turkey reach 61, and
Турция and Turquie 57 once both are in Latin letters."""
_SAME_WORD = 75.0
"""Least likeness, 0 to 100, of two forms of a word."""
_NAME_LETTERS = 3
"""Shorter parts of names are particles and endings, as in al-Sarraj, de Gaulle and Haftar's."""
_TELLING_LETTERS = 3
"""Shorter words say nothing beside others: they are articles and prepositions."""
_CONTENT_LETTERS = 5
"""Shorter words are mostly articles, pronouns and auxiliaries, which every sentence has."""

MISSING_NAME = 0.6
"""What a name without a counterpart in the evidence leaves of a score. It does not rule the
answer out: countries have names that share no letter, such as Germany and Allemagne."""
NAME_OUTSIDE = 0.7
"""What is left where a name of the answer stands around its sentence, and not in it: who did what
may be mistaken, and the sentence alone would not show it."""
CAPITALISE_NOUNS = frozenset({"de", "lb"})
"""Languages whose capitals tell no name: German and Luxembourgish."""
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may"
    " june july august september october november december".split()
)
"""Words that English capitalises and that no other language spells alike."""

NOTHING_NEW = 0.5
"""What is left of the score of an answer that only repeats the question."""


def support_factor(
    question: str,
    answer: str,
    evidence: str,
    context: str,
    language: str = "en",
    source_language: str | None = None,
) -> float:
    """How far an answer is borne out on its face, 0 to 1; 0 where it has a number of its own.

    `evidence` is the sentence that it cites, `context` what stands around it: its passage, and
    its article's title and date. `language` is that of the question and the answer, and
    `source_language` that of the evidence.
    """
    given = f"{evidence} {context}"
    known = numbers(given, source_language, small=True) | numbers(question, language, small=True)
    if not numbers(answer, language) <= known:
        return 0.0
    factor = 1.0
    if language not in CAPITALISE_NOUNS:
        asked = names(question)
        # A name that opens the answer is told from any other word by standing in the question.
        told = [*names(answer), *(name for name in asked if same_names([name], answer))]
        if not same_names(told, f"{given} {question}") or not same_names(asked, given):
            factor *= MISSING_NAME
        elif not same_names(told, evidence):
            factor *= NAME_OUTSIDE
    if not says_something_new(question, answer):
        factor *= NOTHING_NEW
    return factor


def names(text: str) -> list[str]:
    """Words that look like names: capitalised, and not at the beginning of a sentence."""
    found = []
    for match in _WORD.finditer(text):
        before = text[: match.start()].rstrip(" «“\"'(¿¡")
        opens = not before or before[-1] in ".!?:;…"
        if match.group()[0].isupper() and not opens and match.group().lower() not in _CALENDAR:
            found.append(match.group())
    return found


def says_something_new(question: str, answer: str) -> bool:
    """Whether an answer has a word or number that the question has not."""
    if numbers(answer) - numbers(question):
        return True
    asked = _fold(_WORD.findall(question))
    said = _fold(_WORD.findall(answer))
    # An article before a name that was asked about is no news; a bare `No` is.
    telling = {word for word in said if len(word) >= _TELLING_LETTERS} or said
    return any(not _has_like(word, asked, _SAME_WORD) for word in telling)


def corroboration(question: str, answer: str, others: Iterable[str]) -> float:
    """Share, 0 to 1, of what an answer adds to its question that `others` speak of too."""
    asked = _fold(_WORD.findall(question))
    said = (word for word in _fold(_WORD.findall(answer)) if len(word) >= _CONTENT_LETTERS)
    added = [word for word in said if not _has_like(word, asked, _SAME_WORD)]
    spoken = {word for text in others for word in _fold(_WORD.findall(text))}
    if not added:
        return 0.0
    return sum(_has_like(word, spoken, _SAME_WORD) for word in added) / len(added)


def same_names(wanted: Iterable[str], text: str) -> bool:
    """Whether a text has a counterpart of every name, in whatever spelling or script."""
    present = _fold(_WORD.findall(text))
    parts = (part for part in _fold(wanted) if len(part) >= _NAME_LETTERS)
    return all(_has_like(part, present, _SAME_NAME) for part in parts)


def _has_like(word: str, words: Iterable[str], least: float) -> bool:
    from rapidfuzz import fuzz

    return any(fuzz.ratio(word, other) >= least for other in words)


def _fold(words: Iterable[str]) -> set[str]:
    """Words in plain small Latin letters, so that scripts and accents compare."""
    from anyascii import anyascii

    # `l’ONU` and `al-Sarraj` are compared by their parts.
    return {part for word in words for part in re.split(r"\W+", anyascii(word).lower()) if part}
