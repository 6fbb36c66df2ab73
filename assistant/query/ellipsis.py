"""Ellipsis: a follow-up that names only what differs, as "And the Tamford bridge?" does."""

import re
from collections.abc import Iterator

from assistant.query.decompose import ASKING
from assistant.text.fold import WORD, fold, folded_words
from assistant.text.names import name_runs, without_nouns

_ALSO = (
    r"(?:and |so )?(?:what|how) about|et pour|qu['’]en est-il (?:de|du|pour)|(?:und )?was ist mit"
    r"|(?:und )?wie (?:steht|ist) es (?:mit|bei)|¿?(?:y )?qué (?:hay de|pasa con)"
    r"|(?:e )?che dire di|e quanto a|en hoe zit het met|а как насч[её]т|что насч[её]т|a co z"
    r"|peki(?: ya)?|ya|och|og|și"
)
_OPENING = re.compile(rf"\W*(?:{_ALSO}|{'|'.join(map(str.strip, ASKING))})\b", re.IGNORECASE)
_ASKS = re.compile(rf"\b(?:{'|'.join(ASKING.values())})\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_PARTICLE_LETTERS = 3
"""Letters of a preposition or an article that the question before may lack."""
_PRONOUNS = frozenset(
    "one ones that those celui celle ceux celles der die das dem den el la los las quello quella"
    " quelli quelle o a os as aquele aquela de het degene det tot ta te toi".split()
)
"""What may stand for the noun of the question before, folded: `the one at Tamford`."""


def completed(question: str, before: str, language: str) -> str | None:
    """The question `before`, asked of what an elliptical follow-up names; None where it is none.

    "Who designed the Velmora bridge?" and "And the Tamford bridge?" give "Who designed the Tamford
    bridge?". Beside the name or number, the follow-up has words of the question before, a pronoun
    and at most one particle. `language` is its ISO 639-1 code. Names are told by their capitals.
    """
    opening = _OPENING.match(question)
    if opening is None:
        return None
    rest = question[opening.end() :]
    new = next(reversed([*_named(rest, opens=True)]), None)
    if new is None or not _is_elliptical(rest, new, before, language):
        return None
    old = _counterpart(rest, new, before)
    return None if old is None else f"{before[: old[0]]}{rest[slice(*new)]}{before[old[1] :]}"


def _named(text: str, opens: bool = False) -> Iterator[tuple[int, int]]:
    """Offsets of the names and numbers of a text, in order; with `opens`, its first word may be
    a name too."""
    lead = "x " if opens else ""
    runs = name_runs(f"{lead}{text}")
    found = [text.find(run) for run in runs]
    spans = [(at, at + len(run)) for at, run in zip(found, runs, strict=True) if at >= 0]
    yield from sorted([*spans, *(match.span() for match in _NUMBER.finditer(text))])


def _is_elliptical(rest: str, new: tuple[int, int], before: str, language: str) -> bool:
    """Whether a follow-up has nothing of its own beside what it names."""
    others = folded_words(WORD.findall(f"{rest[: new[0]]} {rest[new[1] :]}"))
    known = fold(WORD.findall(before)) | _PRONOUNS
    own = [word for word in others if word not in known]
    if _ASKS.search(rest) or len(own) > 1 or any(len(word) > _PARTICLE_LETTERS for word in own):
        return False
    # In German, "And the costs?" looks as if it named something.
    return any(_named(without_nouns(rest, language), opens=True))


def _counterpart(rest: str, new: tuple[int, int], before: str) -> tuple[int, int] | None:
    """Offsets of what the question before asks of: a name for a name, a number for a number.

    Of several, the one behind the same word, such as a preposition; otherwise the first.
    """
    is_number = rest[new[0]].isdigit()
    alike = [span for span in _named(before) if before[span[0]].isdigit() == is_number]
    same = [span for span in alike if _word_before(before, span[0]) == _word_before(rest, new[0])]
    return next(iter([*same, *alike]), None)


def _word_before(text: str, at: int) -> str:
    words = WORD.findall(text[:at])
    return words[-1].lower() if words else ""
