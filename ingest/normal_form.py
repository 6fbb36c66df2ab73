"""Text normalisation: the form in which texts are stored and into which offsets count."""

import unicodedata
from itertools import pairwise

import regex

_LINE_BREAK = regex.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = regex.compile(r"[\p{Cc}\ufeff--\t\n]", flags=regex.V1)
_SURROGATE = regex.compile(r"\p{Cs}")
_TRAILING_SPACE = regex.compile(r"[^\S\n]+(?=\n)")
_EMPTY_LINES = regex.compile(r"\n{3,}")


def normal_form(text: str) -> str:
    """`text` in Unicode's NFC, trimmed, with `\\n` for line breaks and no control characters."""
    text = _UNSEEN.sub("", _LINE_BREAK.sub("\n", text))
    text = unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", text))
    text = _EMPTY_LINES.sub("\n\n", _TRAILING_SPACE.sub("", text))
    return text.strip()


def normal_pages(text: str, page_starts: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """`normal_form` of a text, and the offsets of its page starts in that form."""
    if not page_starts:
        return normal_form(text), ()
    joined = ""
    starts = []
    for start, end in pairwise((*page_starts, len(text))):
        page = normal_form(text[start:end])
        if page and joined:
            joined += "\n\n"
        starts.append(len(joined))
        joined += page
    return joined, tuple(starts)
