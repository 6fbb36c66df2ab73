"""Text length in a unit that corresponds to tokens in every script."""

import regex

_WIDE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_WIDE_WEIGHT = 3
_TWO_COLUMNS = regex.compile(r"[\p{East_Asian_Width=Wide}\p{East_Asian_Width=Fullwidth}]")


def text_size(text: str) -> int:
    """Length of `text` in characters; a Chinese, Japanese or Korean character counts as three.

    These scripts convey about three times as much in a character. A token of a multilingual model
    is about 4 of these units in any script.
    """
    return len(text) + (_WIDE_WEIGHT - 1) * len(_WIDE.findall(text))


def columns(text: str) -> int:
    """Display width of `text` in columns; a wide character takes two."""
    return len(text) + len(_TWO_COLUMNS.findall(text))


def prefix_of_size(text: str, size: int) -> int:
    """Length of the longest prefix of `text` with a `text_size` of at most `size`; at least 1."""
    used = 0
    for count, character in enumerate(text):
        used += _WIDE_WEIGHT if _WIDE.match(character) else 1
        if used > size:
            return max(count, 1)
    return len(text)
