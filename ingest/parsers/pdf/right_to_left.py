"""Right-to-left text: from the order in which glyphs stand to the order in which they are read."""

from collections.abc import Sequence
from itertools import groupby

import regex

from ingest.parsers.pdf.glyphs import Glyph

_RIGHT = regex.compile(r"(?=\p{L})[\p{Bidi_Class=R}\p{Bidi_Class=AL}]")
_LATIN = regex.compile(r"\p{Bidi_Class=L}")
_LEFT = regex.compile(r"[\p{Bidi_Class=L}\p{Bidi_Class=EN}\p{Bidi_Class=AN}]")
_BESIDE_FIGURES = regex.compile(r"[\p{Bidi_Class=ET}+−]$")
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_BRACKET = regex.compile(r"[()\[\]{}«»]")
_MARKS = ".,;:!?…،؛؟"
_OPENING = "([{«"


def has_right_to_left(text: str) -> bool:
    """Whether there is a letter of a script that is written from right to left."""
    return _RIGHT.search(text) is not None


def is_right_to_left(text: str) -> bool:
    """Whether most letters of a text are of a script that is written from right to left."""
    right = len(_RIGHT.findall(text))
    return right > 0 and 2 * right >= len(regex.findall(r"\p{L}", text))


def logical(words: Sequence[Sequence[Glyph]], *, from_right: bool) -> list[list[Glyph]]:
    """The words of a line, given from left to right, in the order in which they are read.

    The line is read from the right if its page is, as `from_right` says, or most of its letters
    are. What runs the other way, such as figures and Latin words in Hebrew, keeps its own order.
    """
    texts = ["".join(glyph.text for glyph in word) for word in words]
    from_right = from_right or is_right_to_left("".join(texts))
    against = _left_runs(texts) if from_right else [has_right_to_left(text) for text in texts]
    read: list[list[Glyph]] = []
    for is_against, pairs in groupby(zip(against, words, strict=True), key=lambda pair: pair[0]):
        group = [_turned(word) for _, word in pairs]
        if is_against != from_right:
            group.reverse()
        if from_right:
            read = (_with_end(group) if is_against else group) + read
        else:
            read += group
    if from_right:
        _turn_brackets(read)
    return read


def _with_end(words: list[list[Glyph]]) -> list[list[Glyph]]:
    """Words read from the left, with the full stop that the line around them has at its left."""
    first = words[0]
    marks = next((at for at, each in enumerate(first) if each.text not in _MARKS), 0)
    if marks == 0:
        return words
    words = [first[marks:], *words[1:]]
    words[-1] = [*words[-1], *reversed(first[:marks])]
    return words


def _left_runs(texts: Sequence[str]) -> list[bool]:
    """Which words of a line that is read from the right are read from the left together.

    These are words in Latin and the like, and figures after them, as in `Airbus 380`.
    """
    flags: list[bool] = []
    for text in texts:
        is_figure = not _RIGHT.search(text) and _LEFT.search(text) is not None
        flags.append(is_figure and (_LATIN.search(text) is not None or flags[-1:] == [True]))
    return flags


def _turned(word: Sequence[Glyph]) -> list[Glyph]:
    """A word in the order in which it is read: its figures and Latin letters from the left."""
    text = "".join(glyph.text for glyph in word)
    if _LATIN.search(text) and not _RIGHT.search(text):
        return list(word)
    turned: list[Glyph] = []
    for is_left, pairs in groupby(
        zip(_are_left(word), word, strict=True), key=lambda pair: pair[0]
    ):
        run = [glyph for _, glyph in pairs]
        turned = (run if is_left else run[::-1]) + turned
    return turned


def _are_left(word: Sequence[Glyph]) -> list[bool]:
    """Whether each glyph of a word is read from the left: in figures, with their separators."""
    texts = [glyph.text for glyph in word]
    left = [_LEFT.match(text) is not None for text in texts]
    for index, text in enumerate(texts):
        before = index > 0 and left[index - 1]
        after = index + 1 < len(texts) and _LEFT.match(texts[index + 1]) is not None
        between = before and after and not _RIGHT.match(text)
        beside = (before or after) and _BESIDE_FIGURES.match(text) is not None
        left[index] = left[index] or between or beside
    return left


def _turn_brackets(words: Sequence[Sequence[Glyph]]) -> None:
    """Turn the brackets of a line if they close before they open: they are kept as drawn."""
    first = _BRACKET.search("".join(glyph.text for word in words for glyph in word))
    if first is None or first[0] in _OPENING:
        return
    for word in words:
        for glyph in word:
            glyph.text = glyph.text.translate(_MIRRORED)
