"""Words cut at the ends of lines, joined with or without their hyphen.

The other words of the document decide, then those of its language, with their frequencies
(`wordfreq`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from math import log10

import regex

from ingest.metadata.language import detect_language
from ingest.parsers.pdf.glyphs import CUT

_LETTERS = r"[\p{L}\p{M}\p{N}'’]+"
_WORD = rf"{_LETTERS}(?:[-\u2010]{_LETTERS})*"
_WHOLE_WORDS = regex.compile(rf"(?<![{CUT}\p{{L}}]){_WORD}(?![{CUT}\p{{L}}])")
_CUT_WORD = regex.compile(rf"{_WORD}(?:{CUT}{_WORD})+")
_NUMBERED = regex.compile(r"\d([- ])(\p{L}+)")
# Languages in which two words make one, so that a hyphen is seldom more than a cut.
_COMPOUNDING = frozenset({"af", "da", "de", "et", "fi", "hu", "is", "nb", "nl", "nn", "no", "sv"})
# In "Vor- und Nachteile" the hyphen stands for what only the second word has.
_CONJUNCTIONS = frozenset(
    "and or to nor et ou und oder bzw sowie bis y och eller og en of ja tai és vagy".split()
)
_RARER = 2.0
"""How much rarer than the rarer of its parts a word may be, in powers of ten."""
_KNOWN = -6.0
"""Decimal logarithm of the frequency from which on a part is a word by itself."""
_SAMPLE = 5000


def join_cut_words(text: str, starts: Sequence[int]) -> tuple[str, tuple[int, ...]]:
    """`text` with its cut words joined, and the offsets `starts` as they are in it."""
    joiner = _Joiner(text)
    parts: list[str] = []
    places: list[tuple[int, int]] = []  # of each cut, and by how much it shortens the text
    end = 0
    for match in _CUT_WORD.finditer(text):
        pieces = match[0].split(CUT)
        parts += [text[end : match.start()], pieces[0]]
        left, place = pieces[0], match.start() + len(pieces[0])
        for index, piece in enumerate(pieces[1:], 1):
            between = joiner.between(left, "".join(pieces[index:]))
            left += between + piece
            parts += [between, piece]
            places.append((place, len(CUT) - len(between)))
            place += len(CUT) + len(piece)
        end = match.end()
    parts.append(text[end:])
    return "".join(parts).replace(CUT, "-"), _moved(starts, places)


def _moved(starts: Sequence[int], places: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    moved: list[int] = []
    gone = position = 0
    for start in starts:
        while position < len(places) and places[position][0] < start:
            gone += places[position][1]
            position += 1
        moved.append(start - gone)
    return tuple(moved)


class _Joiner:
    """Decides what stands between the parts of a cut word, from the words of its document."""

    def __init__(self, text: str) -> None:
        self._text = text

    def between(self, left: str, right: str) -> str:
        """What is to stand between two parts of a word: nothing, a hyphen, or it and a space."""
        counts = [self._words[form.casefold()] for form in (left + right, f"{left}-{right}")]
        if counts[0] != counts[1]:
            return "" if counts[0] > counts[1] else "-"
        last, first = left.rpartition("-")[2], right.partition("-")[0]
        if last[-1].isdigit():
            return self._after_figure(first)
        if first[0].isdigit() or first[0].isupper() != last[-1].isupper() or len(last) == 1:
            return self._if_known(last + first, otherwise="-")
        if first[0].isupper() and not (last.isupper() and first.isupper()):
            return "-"
        return self._in_language(last.casefold(), first.casefold())

    def _after_figure(self, word: str) -> str:
        """Between a figure and a word: `14-storey`, but `14 storeys`, which no one hyphenates."""
        if word[0].isdigit():
            return "-"
        hyphens, spaces = (self._numbered[mark, word.casefold()] for mark in "- ")
        if hyphens != spaces:
            return "-" if hyphens > spaces else " "
        is_plural = word.endswith("s") and self._frequency(word[:-1].casefold()) > _KNOWN
        return " " if is_plural else "-"

    def _if_known(self, word: str, otherwise: str) -> str:
        return "" if self._frequency(word.casefold()) > _KNOWN else otherwise

    def _in_language(self, left: str, right: str) -> str:
        whole, *halves = map(self._frequency, (left + right, left, right))
        if whole > -9 and whole >= min(halves) - _RARER:
            return ""
        if right in _CONJUNCTIONS:
            return "- "
        if self._language in _COMPOUNDING:
            return ""
        are_words = min(halves) > _KNOWN or all(self._words[half] for half in (left, right))
        return "-" if are_words else ""

    def _frequency(self, word: str) -> float:
        """Decimal logarithm of the share of a word in texts of the language."""
        return log10(self._frequencies.get(word, 1e-10))

    @cached_property
    def _words(self) -> Counter[str]:
        return Counter(word.casefold() for word in _WHOLE_WORDS.findall(self._text))

    @cached_property
    def _numbered(self) -> Counter[tuple[str, str]]:
        return Counter((mark, word.casefold()) for mark, word in _NUMBERED.findall(self._text))

    @cached_property
    def _language(self) -> str | None:
        return detect_language(self._text[:_SAMPLE].replace(CUT, ""))

    @cached_property
    def _frequencies(self) -> Mapping[str, float]:
        from wordfreq import available_languages, get_frequency_dict

        if self._language not in available_languages("small"):
            return {}
        return get_frequency_dict(self._language, "best")
