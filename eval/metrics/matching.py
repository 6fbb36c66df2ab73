"""Text matching: whether a text contains a wording, across inflections and number formats.

The normalisation extends SQuAD's (Rajpurkar et al. 2016: no case, punctuation or articles) to more
languages than English: accents and Arabic diacritics are removed, digits become Western ones,
thousands separators are removed, and scripts without spaces are compared by character.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from assistant.text.places import LANGUAGES

_ARTICLES = frozenset(
    "a an the le la les l un une des du de d el los las lo una unos unas der die das den dem des"
    " ein eine einen einem einer ال".split()
)
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f.,'’٬](?=\d{3}(?!\d))")
_UNSPACED = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f])")
_ALIKE = 80.0
"""Minimum similarity, 0 to 100, of two inflections of a word: terrorist and terrorists reach 95."""
_COMPOUNDED = 3
"""Minimum length of the first part of a compound; shorter ones make opposites: legal, illegal."""
_LONG_ENOUGH = 5
"""Minimum length of words compared by similarity; shorter words must be equal."""


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """Words of a text after normalisation."""
    text = "".join(_western(char) for char in unicodedata.normalize("NFKC", text))
    text = _GROUPED.sub("", text)
    decomposed = unicodedata.normalize("NFD", text)
    text = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
    words = re.findall(r"\w+", _UNSPACED.sub(r" \1 ", text))
    # UN in capitals is the United Nations, not the French article.
    kept = (word for word in words if word.casefold() not in _ARTICLES or _is_acronym(word))
    return tuple(word.casefold() for word in kept)


def contains(text: str, wording: str) -> bool:
    """Whether the words of `wording` occur next to each other in `text`, in any inflection."""
    there, wanted = tokens(text), tokens(wording)
    return bool(wanted) and any(
        all(map(_same_word, there[at : at + len(wanted)], wanted))
        for at in range(len(there) - len(wanted) + 1)
    )


def contains_any(text: str, wordings: Sequence[str]) -> bool:
    """Whether `text` contains at least one of the wordings."""
    return any(contains(text, wording) for wording in wordings)


def _same_word(word: str, wanted: str) -> bool:
    if word == wanted:
        return True
    if len(wanted) < _LONG_ENOUGH or wanted.isdigit() or word.isdigit():
        return False
    if word in _names_of_time() and wanted in _names_of_time():
        return False  # Tuesday and Thursday are similar words for different days
    before = word.removesuffix(wanted)
    # Arabic joins articles and prepositions to the word; German compounds its nouns.
    is_compound = before != word and (len(before) >= _COMPOUNDED or not wanted.isascii())
    # Opposites that end alike, such as western and eastern, differ in their first letter.
    is_inflected = word[0] == wanted[0] and fuzz.ratio(word, wanted) >= _ALIKE
    return is_compound or is_inflected or word.startswith(wanted)


@lru_cache(maxsize=1)
def _names_of_time() -> frozenset[str]:
    """Names of days and months in many languages, after normalisation."""
    from babel import Locale

    named: set[str] = set()
    for language in LANGUAGES.split():
        locale = Locale.parse(language)
        for names in (locale.days, locale.months):
            for usage in names.values():
                named.update(usage.get("wide", {}).values())
    return frozenset(word for name in named for word in tokens(name) if word.isalpha())


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _western(char: str) -> str:
    digit = unicodedata.digit(char, None)
    return char if digit is None else str(digit)
