"""Normalisation of numbers: in any script's digits, in words, or in both."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.numbers import NumberPattern

_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f.,'’٬]\d{3}|, \d{3})+(?!\d)|\d+")
"""A number with what groups its digits; `2, 500` is how a small model may write 2,500."""
_SPACED = re.compile(r"(?<!\d)\d{1,3}(?:(?:, |[ \u00a0\u202f])\d{3})+(?!\d)")
_WORD_AND_COMMA = re.compile(r"(?<=[^\W\d]),")
_DECIMAL = r"(?P<whole>\d+(?:[ \u00a0\u202f.,'’٬]\d{3})*)(?:[.,](?P<part>\d{1,2}))?"
_WITHOUT_SPACES = frozenset({"ja", "ko", "zh"})
"""Languages whose large units are one sign, which CLDR lists as short forms."""
_SPELLED = frozenset({"ca", "de", "en", "es", "fr", "it", "nl", "pt"})
"""Languages in which numbers in words are read."""
_TOLD_APART = 3
"""Up to here, a number word by itself may be an article or a pronoun, as in `one of them`."""


def numbers(text: str, language: str | None = None, lenient: bool = False) -> set[str]:
    """Numbers in a text, in western digits, without leading zeros and signs that group them.

    In the language that is given, `ninety` is 90 and `190 thousand` is 190000. With `lenient`, what
    may be a number counts too: words for one, two and three standing alone, and both 25 and 300
    where `25, 300` may be one number or two.
    """
    plain = _western(text)
    if language:
        plain = _in_words(_multiplied(plain, language), language, lenient)
    found = _NUMBER.findall(plain)
    if lenient:
        found += [part for number in found for part in number.split(", ")]
    return {re.sub(r"\D", "", number).lstrip("0") or "0" for number in found}


def regroup(text: str, source: str, language: str) -> str:
    """What was written from a source, the digits of its numbers grouped as its language does.

    A small model copies `2 500` into English, or writes `2, 500`: it becomes `2,500`. Numbers that
    the source has not are left alone, as in `on May 25, 300 men`.
    """
    known = numbers(source)
    sign = _group_sign(language)

    def grouped(match: re.Match[str]) -> str:
        written = match.group()
        if sign.isspace() and "," not in written:
            return written
        closed = sign.join(re.findall(r"\d+", written))
        return closed if numbers(closed) <= known else written

    return _SPACED.sub(grouped, text)


@lru_cache(maxsize=32)
def _group_sign(language: str) -> str:
    """What a language puts between thousands and hundreds."""
    from babel import UnknownLocaleError
    from babel.numbers import get_group_symbol

    try:
        return get_group_symbol(language)
    except (UnknownLocaleError, ValueError):
        return ","


def _western(text: str) -> str:
    return "".join(
        str(unicodedata.digit(char)) if char.isdigit() and not char.isascii() else char
        for char in text
        if unicodedata.digit(char, None) is not None or not char.isdigit()
    )


def _in_words(text: str, language: str, small: bool) -> str:
    """A text with its spelt numbers in digits, where this is known for its language."""
    if language not in _SPELLED:
        return text
    from text_to_num import alpha2digit

    # Or `twelve, 400` would become `12, 400`, which may stand for 12,400.
    apart = _WORD_AND_COMMA.sub(";", text)
    in_digits: str = alpha2digit(apart, language, 0 if small else _TOLD_APART)
    return in_digits


def _multiplied(text: str, language: str) -> str:
    """A text in which `1.2 million` is 1200000."""
    units = _units(language)
    if not units:
        return text

    def product(match: re.Match[str]) -> str:
        whole = re.sub(r"\D", "", match["whole"])
        value = Decimal(f"{whole}.{match['part'] or 0}") * units[match["unit"].lower()]
        return f"{int(value)}  "

    return _before_unit(language).sub(product, text)


@lru_cache(maxsize=32)
def _before_unit(language: str) -> re.Pattern[str]:
    """A number, with the word for a unit behind it, of a language that has some."""
    words = "|".join(map(re.escape, sorted(_units(language), key=len, reverse=True)))
    bound = "" if language in _WITHOUT_SPACES else r"(?!\w)"
    return re.compile(rf"(?<!\d){_DECIMAL}\s?(?P<unit>{words}){bound}", re.IGNORECASE)


@lru_cache(maxsize=32)
def _units(language: str) -> dict[str, int]:
    """Words for a thousand, a million and so on, after a number, with what they multiply by."""
    from babel import Locale, UnknownLocaleError

    try:
        formats = Locale.parse(language).compact_decimal_formats
    except (UnknownLocaleError, ValueError):
        return {}
    by_plural = formats.get("short" if language in _WITHOUT_SPACES else "long") or {}
    return dict(
        unit
        for patterns in by_plural.values()
        if hasattr(patterns, "items")
        for size, pattern in patterns.items()
        for unit in _unit(int(size), pattern)
    )


def _unit(size: int, pattern: "NumberPattern") -> Iterator[tuple[str, int]]:
    """The word of a pattern such as `00 thousand`, which writes numbers from `size`."""
    text = str(pattern.pattern).strip("\u200e\u200f")
    zeros = len(text) - len(text.lstrip("0"))
    word = text.lstrip("0").strip(" \u00a0'.")
    if zeros and word and "0" not in word:
        yield word.lower(), size // 10 ** (zeros - 1)
