"""Numbers and bullets of Word's lists, which are not in the text but counted when it is shown."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import regex

from ingest.parsers.docx_runs import Element, attribute
from ingest.parsers.packages import local_name
from ingest.parsers.stated_numbers import whole_number

if TYPE_CHECKING:
    from docx.document import Document

_BULLET = "- "
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MOST_ROMAN = 3999
_LETTERS = 26
_MOST_IN_LETTERS = 780
"""The last item that Word numbers by letters, with 30 of them."""
_MOST = 2**31 - 1
_DEEPEST_STYLE = 20  # a style that is based on itself has no end


class ListMarks:
    """Counts the items of a document's lists, as they come."""

    def __init__(self, document: "Document") -> None:
        relations = document.part.rels.values()
        numbering = [r for r in relations if r.reltype.endswith("/numbering") and not r.is_external]
        root = getattr(numbering[0].target_part, "element", ()) if numbering else ()
        self._lists = {attribute(n, "numId"): n for n in root if local_name(n) == "num"}
        kinds = [n for n in root if local_name(n) == "abstractNum"]
        self._levels = {attribute(kind, "abstractNumId"): _by_level(kind, "lvl") for kind in kinds}
        self._styles = {attribute(s, "styleId"): s for s in document.styles.element}
        self._counts: dict[str | None, dict[str, int]] = {}
        self._begun: set[str] = set()

    def of(self, paragraph: Element) -> str:
        """What stands before the text of a paragraph, such as `2. ` or `- `; empty if nothing."""
        number, level = self._place(paragraph)
        if number is None or number == "0" or number not in self._lists:
            return ""
        kind = _value(self._lists[number].find("{*}abstractNumId"))
        levels = self._levels.get(kind, {})
        if level not in levels or (form := _value(levels[level].find("{*}numFmt"))) == "none":
            return ""
        if form == "bullet":
            return _BULLET
        counts = self._count(number, kind, level, levels)
        pattern = _value(levels[level].find("{*}lvlText")) or ""
        mark = regex.sub(r"%(\d)", lambda m: _shown(str(int(m[1]) - 1), counts, levels), pattern)
        return f"{mark} " if mark.strip() else ""

    def _place(self, paragraph: Element) -> tuple[str | None, str]:
        """The list and the level in it of a paragraph, by itself or by its style."""
        numbering = paragraph.find("{*}pPr/{*}numPr")
        style = self._styles.get(_value(paragraph.find("{*}pPr/{*}pStyle")))
        for _ in range(_DEEPEST_STYLE):
            if numbering is not None or style is None:
                break
            numbering = style.find("{*}pPr/{*}numPr")
            style = self._styles.get(_value(style.find("{*}basedOn")))
        if numbering is None:
            return None, "0"
        return _value(numbering.find("{*}numId")), _value(numbering.find("{*}ilvl")) or "0"

    def _count(
        self, number: str, kind: str | None, level: str, levels: Mapping[str, Element]
    ) -> dict[str, int]:
        """The numbers of an item and of those above it; lists of a kind go on from each other."""
        counts = self._counts.setdefault(kind, {})
        if number not in self._begun:
            self._begun.add(number)
            for at, override in _by_level(self._lists[number], "lvlOverride").items():
                if (start := _value(override.find("{*}startOverride"))) is not None:
                    counts[at] = whole_number(start, 1, 0, _MOST) - 1
        counts[level] = counts.get(level, _start(levels[level]) - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        return counts


def _shown(level: str, counts: Mapping[str, int], levels: Mapping[str, Element]) -> str:
    if level not in levels:
        return ""
    count = counts.get(level, _start(levels[level]))
    form = _value(levels[level].find("{*}numFmt")) or ""
    if form.endswith("Letter"):
        written = in_letters(count)
    elif form.endswith("Roman"):
        written = roman(count)
    else:
        return str(count)
    return written.upper() if form.startswith("upper") else written


def in_letters(count: int) -> str:
    """A number as lists count by letters: `a` to `z`, `aa`; in digits where these are too many."""
    if not 0 < count <= _MOST_IN_LETTERS:
        return str(count)
    return chr(ord("a") + (count - 1) % _LETTERS) * ((count - 1) // _LETTERS + 1)


def roman(count: int) -> str:
    """A number in small Roman digits; in others where there are none for it."""
    if not 0 < count <= _MOST_ROMAN:
        return str(count)
    written = ""
    for value, digits in _ROMAN:
        written += digits * (count // value)
        count %= value
    return written


def _start(level: Element) -> int:
    return whole_number(_value(level.find("{*}start")), 1, 0, _MOST)


def _by_level(element: Element, name: str) -> dict[str, Element]:
    return {
        attribute(child, "ilvl") or "0": child for child in element.iterchildren(f"{{*}}{name}")
    }


def _value(element: Element | None) -> str | None:
    return None if element is None else attribute(element, "val")
