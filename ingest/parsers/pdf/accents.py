"""Accents that are drawn as characters of their own, over or under a letter, as TeX may do."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from ingest.parsers.pdf.glyphs import Glyph

_COMBINING = dict(
    zip(
        "´`ˆ^¨˜~ˇ˘¯˚¸˙˝˛",
        "\u0301\u0300\u0302\u0302\u0308\u0303\u0303\u030c\u0306\u0304\u030a\u0327\u0307\u030b\u0328",
        strict=True,
    )
)
_DOTLESS = str.maketrans("ıȷ", "ij")


def with_accents(word: Sequence[Glyph]) -> list[Glyph]:
    """A word, from left to right, whose accents are part of their letters."""
    if not any(glyph.text in _COMBINING for glyph in word):
        return list(word)
    joined: list[Glyph] = []
    for glyph in word:
        both = _joined(joined[-1], glyph) if joined else None
        if both is None:
            joined.append(glyph)
        else:
            joined[-1] = both
    return joined


def _joined(one: Glyph, other: Glyph) -> Glyph | None:
    """A letter with the accent that stands on it; None if they are no such pair."""
    for accent, letter in ((one, other), (other, one)):
        combining = _COMBINING.get(accent.text)
        middle = (accent.left + accent.right) / 2
        if combining is None or not letter.left < middle < letter.right:
            continue
        text = unicodedata.normalize("NFC", letter.text.translate(_DOTLESS) + combining)
        if len(text) == 1 and letter.text.isalpha():
            return replace(letter, text=text, after_space=one.after_space)
    return None
