"""Page labels: the numbers of pages as they are printed, from what pages state and show."""

from collections import Counter
from collections.abc import Sequence

import regex

_ROMAN = regex.compile(r"(?=.)c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$", regex.IGNORECASE)
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def page_labels(stated: Sequence[str], printed: Sequence[str]) -> tuple[str, ...]:
    """The label of each page, from those that the file states and those printed at the edges.

    Empty if all pages are labelled 1, 2, 3 and on. A page without a label has an empty one.
    """
    plain = [str(page) for page in range(1, len(stated) + 1)]
    labels = list(stated) if any(map(str.__ne__, stated, plain)) and any(stated) else []
    labels = labels or _in_sequence(printed)
    differ = any(label and label != number for label, number in zip(labels, plain, strict=False))
    return tuple(labels) if differ else ()


def _in_sequence(printed: Sequence[str]) -> list[str]:
    """Of the numbers printed on pages, those that count on from page to page; others are empty."""
    series = [_series(label, page) for page, label in enumerate(printed, 1)]
    counts = Counter(filter(None, series))
    return [
        label if one is not None and counts[one] > 1 else ""
        for label, one in zip(printed, series, strict=True)
    ]


def _series(label: str, page: int) -> tuple[bool, int] | None:
    """Whether a label is roman, and how far it is from the place of its page."""
    if label.isdecimal():
        return False, int(label) - page
    if label and _ROMAN.match(label):
        return True, roman_value(label) - page
    return None


def roman_value(numeral: str) -> int:
    """What a numeral of the letters i, v, x, l and c is worth."""
    values = [_VALUES[each] for each in numeral.lower()]
    return sum(
        -value if value < max(values[place:]) else value for place, value in enumerate(values)
    )
