"""Recognises the text in the picture of a page, as segments for its layout."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import atan2, dist, exp, log
from statistics import median
from typing import TYPE_CHECKING

import regex

from ingest.chunking.blocks import UNSPACED
from ingest.parsers.ocr import OcrEngine, TextLine
from ingest.parsers.pdf.levelling import Levelling, rotated
from ingest.parsers.pdf.running_heads import Page
from ingest.parsers.pdf.segments import Segment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CERTAIN = 0.8
"""Least mean certainty of a page of which sentences can be quoted."""
_CERTAIN_OF_FEW = 0.95
"""The same of a page of a few letters, which may be no letters at all."""
_MOST_CERTAIN = 0.999
"""Certainty of a page at most, as 1 is that of text which was not recognised."""
_LEAST_CERTAIN = 0.5
"""Certainty below which a line is taken for no text, such as a pattern or a signature."""
_FEW_LETTERS = 20
"""Letters below which nothing is lost with a page that is left out."""
_LETTERS_OF_BOX = 0.6
"""Fewest letters in a box as wide as it is high, on average of a page in a script that is read:
Chinese has 1, Latin 2 or more."""
_SIZE, _BASE = 0.75, 0.75
"""Size of the font and height of its line from the top, in heights of the box around a line."""
_SIZE_STEP = log(1.3)
"""Ratio of sizes that are told apart: the heights of boxes vary by a tenth."""
_LEAST_ROOM = 40
"""Letters for which the boxes of a page have room at least if it is text in a script not read."""
_HALF_KNOWN = ((regex.compile(r"\p{Greek}"), 0.3), (regex.compile("[ơưƠƯ]"), 0.01))
"""Letters of alphabets of which engines know some only, and the share of a page from
which on it is in one: Greek, of which formulas have letters too, and Vietnamese."""
_LETTER = regex.compile(r"[\p{L}\p{N}]")
_FIRST_WORD = regex.compile(rf"{UNSPACED}|\S+")


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """What was recognised on a page, in points from its top left once it is upright."""

    lines: list[Segment]
    levelling: Levelling
    """What maps these lines to the page as it is given."""
    letters: int
    certainty: float
    """Mean certainty of its letters, 0 to 1; 0 where there are none."""
    room: float
    """Letters that its boxes have room for at least, were they as wide as high."""
    is_legible: bool
    """Whether it seems to be in a script that is read: its boxes are full of letters of that."""

    @property
    def is_certain(self) -> bool:
        """Whether its sentences can be quoted."""
        least = _CERTAIN if self.is_text else _CERTAIN_OF_FEW
        return self.is_legible and self.certainty >= least

    @property
    def is_text(self) -> bool:
        """Whether it has, or has room for, more letters than any photograph may have."""
        is_unread = not self.is_legible and self.room >= _LEAST_ROOM
        return self.letters >= _FEW_LETTERS or is_unread

    def beside(self, page: Page) -> Page:
        """`page` with these lines, and its own text, which counts more where both are."""
        own = page.segments
        lines = [line for line in self.lines if not any(_covers(one, line) for one in own)]
        segments = sorted([*own, *lines], key=lambda each: (each.base, each.left))
        return replace(
            page, height=self.levelling.height, segments=segments, certainty=self.certainty
        )

    def why_left_out(self, engine: OcrEngine) -> str:
        """Why its sentences cannot be quoted, where it is not certain."""
        if not self.is_legible:
            return (
                "it is left out: it seems to be in a script or alphabet that is not recognised;"
                f" {engine.name} reads {engine.scripts}"
            )
        return (
            f"it is left out: its text is recognised with a certainty of {self.certainty:.0%} only;"
            f" it may be blurred, or in another script than {engine.scripts}"
        )


def recognise(engine: OcrEngine, image: "NDArray[np.uint8]", width: float) -> RecognisedPage:
    """The text in the picture of a page that is `width` points wide.

    A page that lies on its side or is upside down is turned.
    """
    import numpy as np

    points = width / image.shape[1]
    lines = engine.lines(image)
    pages = [_page(lines, image, points, 0)]
    is_lying = sum(_height(line) > _width(line) for line in lines) * 2 > len(lines)
    for turns in (1, 3) if is_lying else (2,) if lines and not pages[0].is_certain else ():
        turned = np.ascontiguousarray(np.rot90(image, turns))
        pages.append(_page(engine.lines(turned), turned, points, turns))
    return max(pages[1:] if is_lying else pages, key=lambda page: page.certainty)


def _page(
    lines: Sequence[TextLine], image: "NDArray[np.uint8]", points: float, turns: int
) -> RecognisedPage:
    letters = [len(_LETTER.findall(line.text)) for line in lines]
    room = sum(_width(line) / max(_height(line), 1) for line in lines)
    total = sum(letters)
    certainty = sum(n * line.certainty for n, line in zip(letters, lines, strict=True))
    kept = [line for n, line in zip(letters, lines, strict=True) if n and _is_kept(line)]
    kept = kept or [line for line in lines if line.text.strip()]
    slope = median(atan2(*_direction(line)) for line in kept) if kept else 0.0
    height, width = (side * points for side in image.shape[:2])
    return RecognisedPage(
        _segments(kept, slope, points),
        levelling=Levelling(turns, slope, width, height),
        letters=total,
        certainty=min(round(certainty / max(total, 1), 3), _MOST_CERTAIN),
        room=room,
        is_legible=total > _LETTERS_OF_BOX * room and not _is_half_known(lines, total),
    )


def _is_half_known(lines: Sequence[TextLine], letters: int) -> bool:
    return any(
        sum(len(known.findall(line.text)) for line in lines) > share * letters
        for known, share in _HALF_KNOWN
    )


def _is_kept(line: TextLine) -> bool:
    return line.certainty >= _LEAST_CERTAIN


def _segments(lines: Sequence[TextLine], slope: float, points: float) -> list[Segment]:
    if not lines:
        return []
    body = median(_height(line) for line in lines for _ in line.text)
    return [_segment(line, slope, body, points) for line in lines]


def _segment(line: TextLine, slope: float, body: float, points: float) -> Segment:
    """The segment of a line, levelled; its size is that of running text, or clearly another."""
    corners = [rotated(corner, -slope) for corner in line.corners]
    left, right = (sum(corners[n][0] for n in ends) / 2 * points for ends in ((0, 3), (1, 2)))
    top, bottom = (sum(corners[n][1] for n in ends) / 2 * points for ends in ((0, 1), (2, 3)))
    step = int(log(max(_height(line), 1) / body) / _SIZE_STEP)
    text = " ".join(line.text.split())
    first = _FIRST_WORD.match(text)
    return Segment(
        text=text,
        left=left,
        right=right,
        base=top + _BASE * (bottom - top),
        size=_SIZE * body * points * exp(step * _SIZE_STEP),
        first_word=(right - left) * (len(first[0]) if first else 1) / max(len(text), 1),
    )


def _direction(line: TextLine) -> tuple[float, float]:
    (left, top), (right, end) = line.corners[:2]
    return end - top, right - left


def _width(line: TextLine) -> float:
    return dist(*line.corners[:2])


def _height(line: TextLine) -> float:
    return dist(line.corners[0], line.corners[3])


def _covers(one: Segment, line: Segment) -> bool:
    """Whether the middle of `line` stands in `one`."""
    x, y = (line.left + line.right) / 2, (line.top + line.bottom) / 2
    within = one.left - one.size < x < one.right + one.size
    return within and one.top - one.size / 2 < y < one.bottom + one.size / 2
