"""Finds words of a stored text among the lines of a page.

The text was put together from the lines: words cut at line ends are joined, and columns come one
after the other, whatever the order in which they were drawn. So a quote is the end of a line, whole
lines, and the beginning of one; these are looked for line by line, the nearest first.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.parsers.pdf.glyphs import Glyph

_CONTEXTS = (80, 20, 0)
"""Characters around a quote that are looked for with it, as its words may stand there twice."""
_SHORTEST = 12
"""Letters and digits below which a part of a quote is not looked for alone."""
_STEPS = 5000
"""Lines that are tried at most, so that a page of equal lines comes to an end."""
_DEEPEST = 200
"""Lines of a quote at most."""
_RAISED, _SMALL = 0.15, 0.82
"""Height above the line, and size, of a mark of a footnote, in sizes of the line."""

Place = tuple[int, int]
"""Number of a line, and of a letter in it."""


@dataclass(frozen=True, slots=True)
class Line:
    """The letters and digits of a line, in the order in which they are read."""

    letters: str
    glyphs: tuple[Glyph, ...]
    """The glyph of each letter."""
    raised: tuple[bool, ...]
    """Whether a letter may be the mark of a footnote, which the stored text leaves out."""
    left: float
    right: float
    base: float

    @classmethod
    def of(cls, run: Sequence[Glyph]) -> "Line":
        """The line of a run of glyphs, which has at least one."""
        pairs = [(letter, glyph) for glyph in run for letter in letters_of(glyph.text)]
        main = max(run, key=lambda glyph: glyph.size)
        return cls(
            "".join(letter for letter, _ in pairs),
            tuple(glyph for _, glyph in pairs),
            tuple(_is_raised(glyph, main) for _, glyph in pairs),
            min(glyph.left for glyph in run),
            max(glyph.right for glyph in run),
            main.base,
        )


def letters_of(text: str) -> str:
    """The letters and digits of `text`, without accents, case and ligatures."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(filter(str.isalnum, folded))


def find_words(lines: Sequence[Line], text: str, start: int, end: int) -> list[Place]:
    """The places of the letters of `text[start:end]`; none for those that are not found.

    Where the words stand more than once, the text around them tells which are meant.
    """
    quote = letters_of(text[start:end])
    if not quote:
        return []
    search = _Search(lines)
    for context in _CONTEXTS:
        before = letters_of(text[max(0, start - context) : start])
        after = letters_of(text[end : end + context])
        found = search.find(before + quote + after)
        if found:
            return found[len(before) : len(before) + len(quote)]
    return _by_halves(search, text[start:end])


def _by_halves(search: "_Search", quote: str) -> list[Place]:
    """The places of those parts of a quote that are found."""
    middle = quote.find(" ", len(quote) // 2)
    places = []
    for part in (quote[:middle], quote[middle:]) if middle > 0 else ():
        letters = letters_of(part)
        if len(letters) >= _SHORTEST:
            places += search.find(letters) or _by_halves(search, part)
    return places


def _is_raised(glyph: Glyph, main: Glyph) -> bool:
    return glyph.size < _SMALL * main.size and main.base - glyph.base > _RAISED * main.size


class _Search:
    """Lines of a page, by the letter with which they begin."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._steps = 0
        self._beginning: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(lines):
            body = next((at for at, raised in enumerate(line.raised) if not raised), 0)
            for letter in set(line.letters[:1] + line.letters[body : body + 1]):
                self._beginning[letter].append(number)

    def find(self, wanted: str) -> list[Place]:
        """The place of each letter of `wanted`; none unless all are found."""
        self._steps = _STEPS
        for number, at in self._starts(wanted[0]):
            if found := self._follow([], number, at, wanted):
                return found
        return []

    def _starts(self, letter: str) -> Iterator[Place]:
        for number, line in enumerate(self._lines):
            at = line.letters.find(letter)
            while at >= 0:
                yield number, at
                at = line.letters.find(letter, at + 1)

    def _follow(self, found: list[Place], number: int, at: int, wanted: str) -> list[Place]:
        """`found` with the rest of `wanted`, which goes on in this line; none if it does not."""
        places = _read_on(self._lines[number], at, wanted[len(found) :])
        if not places:
            return []
        found = [*found, *((number, place) for place in places)]
        if len(found) == len(wanted):
            return found
        used = {each for each, _ in found}
        for following in self._nearest(number, wanted[len(found)]):
            self._steps -= 1
            if self._steps < 0 or len(used) > _DEEPEST:
                return []
            if following in used:
                continue
            if whole := self._follow(found, following, 0, wanted):
                return whole
        return []

    def _nearest(self, number: int, letter: str) -> list[int]:
        """The lines that begin with a letter, those nearest below or beside a line first."""
        line = self._lines[number]
        return sorted(
            self._beginning.get(letter, ()), key=lambda other: _distance(line, self._lines[other])
        )


def _read_on(line: Line, at: int, wanted: str) -> list[int]:
    """Where a line has `wanted`, from `at` on to its end or that of `wanted`; none if it differs.

    Marks of footnotes are passed over.
    """
    places: list[int] = []
    for place in range(at, len(line.letters)):
        if len(places) == len(wanted):
            break
        if line.letters[place] == wanted[len(places)]:
            places.append(place)
        elif not line.raised[place]:
            return []
    return places


def _distance(line: Line, other: Line) -> tuple[bool, float]:
    """How far another line is from that before it; lines above are further than all below."""
    across = max(other.left - line.right, line.left - other.right, 0.0)
    down = other.base - line.base
    return down < -1, abs(down) + across
