"""What countries, cities and languages are called in the common languages, as CLDR has it.

`Allemagne`, `Alemania` and `Germany` share few letters and are one country; Niger and Nigeria share
most of theirs and are two. The cities are those that time zones are named after, most capitals
among them.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.calibration import CALIBRATION
from assistant.text.fold import folded_words, has_like

LANGUAGES = (
    "ar bg bn ca cs da de el en es fa fi fr he hi hr hu id it ja ko nb nl pl pt ro ru sk sr sv sw"
    " th tr uk ur vi zh"
)
"""ISO 639-1 codes of the languages whose names for places are known."""
_MOST_WORDS = 4
_LEAST_LETTERS, _LIKE_LETTERS = 4, 5
"""Letters of a name, and of one that is known by its forms too. Shorter words are too often like
another: Peru is like `per`."""

_CITY = re.compile(r"(?!Etc/)[A-Z]\w+/[\w-]+")
"""The code of a time zone that is named after a city: America/Indiana/Knox is not."""

Mention = tuple[int, int, frozenset[str]]
"""The first and the last but one of the words that name something, and what they may name."""


def mentions(words: Sequence[str]) -> Iterator[Mention]:
    """What is named by folded words, in order; of names within names, the longest."""
    known = _codes()
    at = 0
    while at < len(words):
        for end in range(min(at + _MOST_WORDS, len(words)), at, -1):
            codes = known.get(" ".join(words[at:end]))
            if codes:
                yield at, end, codes
                at = end
                break
        else:
            at += 1


def places(word: str) -> frozenset[str]:
    """The countries, regions and cities that a folded word may name in some language."""
    return frozenset(code for code in _codes().get(word, ()) if not code.islower())


def name_place(words: Sequence[str]) -> bool:
    """Whether folded words name a country, region or city in some language."""
    return any(not code.islower() for *_, codes in mentions(words) for code in codes)


def is_form_of(word: str, codes: frozenset[str]) -> bool:
    """Whether a folded word is a form of a name of one of some places in some language."""
    names = (name for code in codes for name in _names().get(code, ()) if name[0] == word[0])
    least = CALIBRATION.names.place_form
    return len(word) >= _LIKE_LETTERS and has_like(word, names, least)


def load() -> None:
    """Read what is known, so that the first question need not wait for it."""
    _names()


@lru_cache(maxsize=1)
def _codes() -> dict[str, frozenset[str]]:
    """Codes by name: of countries and regions (ISO 3166, UN M.49), languages (ISO 639-1), cities.

    A city's is its time zone's, such as Europe/Warsaw.
    """
    from babel import Locale

    named: set[tuple[str, str]] = set()
    for language in LANGUAGES.split():
        locale = Locale.parse(language)
        named.update(locale.territories.items(), locale.languages.items())
        for zone, described in locale.time_zones.items():
            # What no name is given for is called what its code says, in English at least.
            named.add((zone, zone.partition("/")[2].replace("_", " ")))
            named.add((zone, described.get("city", "")))
    found: dict[str, set[str]] = {}
    for code, name in named:
        if len(code) == 2 or code.isdigit() or _CITY.fullmatch(code):
            folded = " ".join(folded_words([name]))
            if len(folded) >= _LEAST_LETTERS:
                found.setdefault(folded, set()).add(code)
    return {name: frozenset(codes) for name, codes in found.items()}


@lru_cache(maxsize=1)
def _names() -> dict[str, list[str]]:
    """Names of one word of each place, as far as forms are known by them."""
    found: dict[str, list[str]] = {}
    for name in _codes():
        if " " not in name and len(name) >= _LIKE_LETTERS:
            for code in places(name):
                found.setdefault(code, []).append(name)
    return found
