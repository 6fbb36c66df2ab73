"""How long a text is for an embedding, in a measure that holds for every script."""

import regex

_WIDE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_WIDE_WEIGHT = 3
_TWO_COLUMNS = regex.compile(r"[\p{East_Asian_Width=Wide}\p{East_Asian_Width=Fullwidth}]")


def text_size(text: str) -> int:
    """Length of `text` in characters, where one of a wide script counts as three.

    Chinese, Japanese and Korean have no or few spaces and pack about three times as much into a
    character; a token of a multilingual model is near 4 of these units in any script.
    """
    return len(text) + (_WIDE_WEIGHT - 1) * len(_WIDE.findall(text))


def columns(text: str) -> int:
    """Width of `text` as printed, where a wide character takes up the place of two."""
    return len(text) + len(_TWO_COLUMNS.findall(text))


def prefix_of_size(text: str, size: int) -> int:
    """Number of leading characters of `text` that measure at most `size`; at least 1."""
    used = 0
    for count, character in enumerate(text):
        used += _WIDE_WEIGHT if _WIDE.match(character) else 1
        if used > size:
            return max(count, 1)
    return len(text)
