"""Folding of words: transliteration to plain Latin letters, and string similarity."""

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


def folded_words(words: Iterable[str]) -> list[str]:
    """Words transliterated to lower-case Latin letters without accents, in order."""
    from anyascii import anyascii

    # `l’ONU` and `al-Sarraj` are compared by their parts.
    return [part for word in words for part in re.split(r"\W+", anyascii(word).lower()) if part]


def fold(words: Iterable[str]) -> set[str]:
    """The set of `folded_words`."""
    return set(folded_words(words))


def has_like(word: str, words: Iterable[str], least: float) -> bool:
    """Whether one of `words` has at least this similarity, 0 to 100, to `word`; all folded."""
    from rapidfuzz import fuzz

    return any(fuzz.ratio(word, other) >= least for other in words)
