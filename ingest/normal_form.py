"""Text normalisation: the form in which texts are stored and into which offsets count."""

import unicodedata
from itertools import pairwise

import regex

_LINE_BREAK = regex.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = regex.compile(r"[\p{Cc}\ufeff--\t\n]", flags=regex.V1)
_SURROGATE = regex.compile(r"\p{Cs}")
_EMPTY_LINES = regex.compile(r"\n{3,}")
# Bullets that Word takes from the fonts Symbol and Wingdings, which no other font has. At the start
# of a line any character of theirs is one; elsewhere it may be a Greek letter.
_BULLET = regex.compile(
    r"(?<lead>^[^\S\n]{0,40})[\uf020-\uf0ff](?:[^\S\n]+|\n)(?=\S)"
    r"|[\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc](?:[^\S\n]*+(?:\n[^\S\n]*+)?(?=\S))?",
    regex.MULTILINE,
)
_LONGEST_ROW = 2000
"""Characters before a bullet among which a row of a table is told."""
# No language has so many marks on a letter, and Unicode's own streams have no more (UAX 15); the
# time of a normalisation grows with the square of their number.
_FURTHER_MARKS = regex.compile(r"(?<=\p{M}{30})\p{M}+")
# At the end of a line, a soft hyphen is where its word was broken.
_SOFT_HYPHEN = regex.compile(r"\u00ad+(?:[^\S\n]*\n[^\S\n]*(?=\p{Ll}))?")
_ZERO_WIDTH = regex.compile(r"[\u180e\u2060\ufffc]")
# Where words are not parted by spaces, this parts them for search and line breaks.
_UNSPACED = r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}]"
_ZERO_WIDTH_SPACE = regex.compile(rf"(?<!{_UNSPACED})\u200b|\u200b(?!{_UNSPACED})")
# Joiners shape letters of Persian and of India, and emoji; after other characters they do nothing.
_IDLE_JOINER = regex.compile(
    r"(?<=^|[\s\p{N}\p{P}\p{Latin}\p{Cyrillic}\p{Greek}\p{Hebrew}\p{Han}\p{Hangul}])[\u200c\u200d]+",
    regex.MULTILINE,
)
_RIGHT_TO_LEFT = regex.compile(r"(?=\p{L})[\p{Bidi_Class=R}\p{Bidi_Class=AL}]")
_DIRECTION = regex.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def normal_form(text: str) -> str:
    """`text` in Unicode's NFC, trimmed, with `\\n` for line breaks and nothing that is not seen."""
    text = _UNSEEN.sub("", _LINE_BREAK.sub("\n", text))
    text = _without_invisible(_BULLET.sub(_as_item, text))
    text = _FURTHER_MARKS.sub("", without_half_pairs(text))
    text = "\n".join(map(str.rstrip, unicodedata.normalize("NFC", text).split("\n")))
    return str(_EMPTY_LINES.sub("\n\n", text)).strip()


def without_half_pairs(text: str) -> str:
    """`text` in valid Unicode: halves of surrogate pairs, which files may state, are none."""
    return str(_SURROGATE.sub("\ufffd", text))


def _as_item(bullet: "regex.Match[str]") -> str:
    """A bullet of Unicode, at the start of a line unless it is in a row of a table."""
    before = bullet.string[max(bullet.start() - _LONGEST_ROW, 0) : bullet.start()]
    before = before.rpartition("\n")[2]
    in_place = bullet["lead"] is not None or not before.strip() or "|" in before
    return f"{bullet['lead'] or ''}• " if in_place else "\n• "


def _without_invisible(text: str) -> str:
    """`text` without soft hyphens, and without characters of no width that change nothing."""
    text = _ZERO_WIDTH.sub("", _ZERO_WIDTH_SPACE.sub("", _SOFT_HYPHEN.sub("", text)))
    text = _IDLE_JOINER.sub("", text)
    return text if _RIGHT_TO_LEFT.search(text) else _DIRECTION.sub("", text)


def normal_pages(text: str, page_starts: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """`normal_form` of a text, and the offsets of its page starts in that form.

    A page that ends with a space, or in the middle of a word, goes on with the next one; any other
    ends with its paragraph.
    """
    if not page_starts:
        return normal_form(text), ()
    joined = between = ""
    starts = []
    for start, end in pairwise((*page_starts, len(text))):
        page = normal_form(text[start:end])
        if page and joined:
            joined += between
        starts.append(len(joined))
        joined += page
        if page:
            between = _between(text[start:end])
    return joined, tuple(starts)


def _between(page: str) -> str:
    """What stands between a page and the next one."""
    if page.endswith(" "):
        return " "
    return "\n\n" if page[-1].isspace() else ""
