"""Words made comparable: across scripts, accents and capitals, and by how much they are alike."""

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


def folded_words(words: Iterable[str]) -> list[str]:
    """Words in plain small Latin letters, in their order."""
    from anyascii import anyascii

    # `l’ONU` and `al-Sarraj` are compared by their parts.
    return [part for word in words for part in re.split(r"\W+", anyascii(word).lower()) if part]


def fold(words: Iterable[str]) -> set[str]:
    """Words in plain small Latin letters, each once."""
    return set(folded_words(words))


def has_like(word: str, words: Iterable[str], least: float) -> bool:
    """Whether one of `words` is like a word, to 100 for the same; both are folded."""
    from rapidfuzz import fuzz

    return any(fuzz.ratio(word, other) >= least for other in words)
