"""Segments: glyphs of one line that stand together, with nothing wide between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import regex

from ingest.chunking.blocks import UNSPACED
from ingest.parsers.pdf.accents import with_accents
from ingest.parsers.pdf.footnotes import mark_of
from ingest.parsers.pdf.glyphs import CUT, Glyph
from ingest.parsers.pdf.right_to_left import has_right_to_left, is_right_to_left, logical

_GAP = 0.7
"""Widest gap in a segment, in sizes of its font. Gaps between columns are wider, and few of those
between words."""
_SPACE = 0.22
"""Narrowest gap that is a space without being drawn as one, in sizes of the font."""
_WORDS_OF_SPACED = 3.2
"""Widest gap between words of spaced letters, in gaps between their letters."""
_RAISED = 0.15
_SMALL = 0.82
_TINY = 0.45
"""Size below which a letter is no mark beside another, in sizes of the other."""
_UNSPACED = regex.compile(UNSPACED)
# After a word in a box, such as a piece of code.
_COMMA_APART = regex.compile(r"(?<=[\p{L}\p{N}]) ,(?= |$)")


@dataclass(slots=True)
class Segment:
    """Text that is drawn without a wide gap on one line of a page.

    Lengths are in points; x grows to the right and y downwards from the top left of the page.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    first_word: float
    """Width of its first word, or of its first character where words are not spaced."""

    @property
    def top(self) -> float:
        """y of the top of its capitals."""
        return self.base - 0.75 * self.size

    @property
    def bottom(self) -> float:
        """y of the lower end of letters such as `g`."""
        return self.base + 0.25 * self.size


def segments_of(glyphs: Sequence[Glyph]) -> list[Segment]:
    """The segments of upright `glyphs`, from top to bottom."""
    from_right = is_right_to_left("".join(glyph.text for glyph in glyphs))
    segments = [_segment(run, from_right) for run in _joined(_runs(glyphs))]
    return sorted(segments, key=lambda segment: (segment.base, segment.left))


def lines_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs of each segment, in the order in which they are read."""
    from_right = is_right_to_left("".join(glyph.text for glyph in glyphs))
    runs = _joined(_runs(glyphs))
    return [[glyph for word in _words_read(run, from_right) for glyph in word] for run in runs]


def _runs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs drawn one after the other, each beside the one before."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and _is_beside(runs[-1], glyph):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs


def _is_beside(run: Sequence[Glyph], glyph: Glyph) -> bool:
    last = run[-1]
    if not _is_level(last, glyph):
        return False
    size, gap = max(last.size, glyph.size), _gap(last, glyph)
    if gap < _GAP * size:
        return True
    if len(run) < 3:
        return False
    # Words of spaced letters are further apart than others.
    spaced = min(_gap(run[-3], run[-2]), _gap(run[-2], last))
    return spaced > _SPACE * size and gap < _WORDS_OF_SPACED * spaced


def _gap(one: Glyph, other: Glyph) -> float:
    return max(one.left, other.left) - min(one.right, other.right)


def _is_level(one: Glyph, other: Glyph) -> bool:
    """Whether two glyphs stand on the same line: the smaller may be raised or lowered."""
    if one.size == other.size:
        return abs(one.base - other.base) < 0.35 * one.size
    large, small = (one, other) if one.size >= other.size else (other, one)
    top = max(one.base - 0.75 * one.size, other.base - 0.75 * other.size)
    bottom = min(one.base + 0.25 * one.size, other.base + 0.25 * other.size)
    if small.size < _TINY * large.size:
        return False  # a letter set over several lines
    if small.size > _SMALL * large.size:
        return abs(one.base - other.base) < 0.35 * small.size
    return bottom - top > 0.5 * small.size


def _joined(runs: list[list[Glyph]]) -> list[list[Glyph]]:
    """Runs that stand beside each other joined, whatever was drawn between them."""
    boxes = [_Box(run) for run in runs]
    boxes.sort(key=lambda box: box.left)
    rows: dict[int, list[_Box]] = {}
    for box in boxes:
        near = (rows.get(int(box.base // 8) + step, ()) for step in (0, -1, 1, -2, 2))
        found = next((row for group in near for row in group if row.takes(box)), None)
        if found is None:
            rows.setdefault(int(box.base // 8), []).append(box)
        else:
            found.add(box)
    return [box.run for group in rows.values() for box in group]


class _Box:
    """A run with its extent."""

    def __init__(self, run: list[Glyph]) -> None:
        self.run = run
        self.left = min(glyph.left for glyph in run)
        self.right = max(glyph.right for glyph in run)
        self.main = max(run, key=lambda glyph: glyph.size)
        self.base = self.main.base

    def takes(self, other: "_Box") -> bool:
        """Whether `other`, which begins further to the right, continues this run."""
        size = max(self.main.size, other.main.size)
        if not -size / 2 < other.left - self.right < _GAP * size:
            return False
        return _is_level(self.main, other.main)

    def add(self, other: "_Box") -> None:
        self.run.extend(other.run)
        self.right = max(self.right, other.right)
        self.main = max(self.main, other.main, key=lambda glyph: glyph.size)


def _segment(run: list[Glyph], from_right: bool) -> Segment:
    words = _words_read(run, from_right)
    size = _main_size(run)
    main = [glyph for glyph in run if glyph.size > _SMALL * size] or run
    base = median(glyph.base for glyph in main)
    first = words[0]
    if _UNSPACED.match(first[0].text):
        first = first[:1]
    text = " ".join(_text(word, base, size) for word in map(with_accents, words))
    width = max(glyph.right for glyph in first) - min(glyph.left for glyph in first)
    left, right = run[0].left, max(glyph.right for glyph in run)
    return Segment(_tidy(text), left, right, base, size, width)


def _words_read(run: list[Glyph], from_right: bool) -> list[list[Glyph]]:
    """The words of a run in the order in which they are read; sorts `run` from left to right."""
    run.sort(key=lambda glyph: (glyph.left, glyph.order))
    words = _words(run, _main_size(run))
    if has_right_to_left("".join(glyph.text for glyph in run)):
        return logical(words, from_right=from_right)
    return words


def _main_size(run: Sequence[Glyph]) -> float:
    """The size of most glyphs."""
    counts: dict[float, int] = {}
    for glyph in run:
        size = round(glyph.size, 1)
        counts[size] = counts.get(size, 0) + 1
    return max(counts, key=lambda size: (counts[size], size))


def _words(run: Sequence[Glyph], size: float) -> list[list[Glyph]]:
    words = [[run[0]]]
    wide = _wide_gap(run, size)
    for before, glyph in pairwise(run):
        if _is_apart(before, glyph, size, wide):
            words.append([])
        words[-1].append(glyph)
    return words


def _is_apart(before: Glyph, glyph: Glyph, size: float, wide: float | None) -> bool:
    gap = glyph.left - before.right
    if wide is not None:
        return gap > wide
    if gap > 0.35 * size:
        return True
    if abs(before.order - glyph.order) == 1:
        later = before if before.order > glyph.order else glyph
        return later.after_space and gap > -0.2 * size
    return gap > _SPACE * size


def _wide_gap(run: Sequence[Glyph], size: float) -> float | None:
    """The gap from which on words of `s p a c e d  l e t t e r s` are apart; None for others."""
    if len(run) < 6:
        return None
    gaps = [glyph.left - before.right for before, glyph in pairwise(run)]
    usual = median(gaps)
    if usual < 0.1 * size:
        return None
    spaced = sum(
        gap > 0.1 * size and before.text.isalnum() and glyph.text.isalnum()
        for gap, (before, glyph) in zip(gaps, pairwise(run), strict=True)
    )
    return 1.5 * usual if spaced >= 0.6 * len(gaps) else None


def _text(word: Sequence[Glyph], base: float, size: float) -> str:
    """The text of a word, with what is raised above it marked."""
    parts: list[str] = []
    raised = ""
    for glyph in word:
        if glyph.size < _SMALL * size and base - glyph.base > _RAISED * size:
            raised += glyph.text
            continue
        if raised:
            parts.append(mark_of(raised))
            raised = ""
        parts.append(glyph.text)
    if raised:
        parts.append(mark_of(raised))
    return "".join(parts)


def _tidy(text: str) -> str:
    """`text` without spaces before commas, and with `CUT` only where it can be one, at the end."""
    text = _COMMA_APART.sub(",", text)
    if CUT not in text[:-1]:
        return text
    return text[:-1].replace(CUT, "-") + text[-1]
