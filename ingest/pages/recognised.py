"""The lines of a scanned page, recognised once more to find quoted words on its picture.

The store keeps the text of a scan, and not the places of its words.
"""

import logging
from functools import lru_cache
from itertools import accumulate
from threading import BoundedSemaphore
from unicodedata import east_asian_width

from ingest.errors import UnreadableSource
from ingest.isolation.limits import ParseLimits
from ingest.isolation.process import parser_process
from ingest.pages.matching import Line
from ingest.pages.original import Original
from ingest.parsers.pdf.glyphs import Glyph
from ingest.parsers.pdf.recognition import RecognisedPage
from ingest.parsers.pdf.segments import Segment

logger = logging.getLogger(__name__)

_LIMITS = ParseLimits(seconds=60)
_LONGEST_WAIT = 20  # seconds, for the pages of others
_AT_ONCE = BoundedSemaphore(1)
"""OCR uses all processors for one page."""
_KEPT = 64
"""Pages whose lines are kept, so that a second quote on a page is found at once."""
_NARROW, _BROAD = frozenset("iljtfrI1.,:;'’!|()[]- "), frozenset("mwMW—…")


def recognised_page(original: Original, page: int) -> RecognisedPage | None:
    """What OCR recognises on a page, from 1; None if it cannot in time."""
    try:
        return _recognised(original, page)
    except UnreadableSource:
        logger.debug("page %d of %s was not recognised", page, original.path, exc_info=True)
        return None


@lru_cache(maxsize=_KEPT)
def _recognised(original: Original, page: int) -> RecognisedPage:
    if not _AT_ONCE.acquire(timeout=_LONGEST_WAIT):
        raise UnreadableSource("other pages are being recognised")
    try:
        with parser_process(_LIMITS) as parser:
            return parser.recognise(original.path, page - 1, original.is_image)
    finally:
        _AT_ONCE.release()


def line_of(segment: Segment) -> Line:
    """The line of a recognised segment; its characters get the room that they usually take."""
    widths = [_width(character) for character in segment.text]
    unit = (segment.right - segment.left) / sum(widths)
    ends = [segment.left + unit * share for share in accumulate(widths, initial=0.0)]
    return Line.of(
        [
            Glyph(text, ends[at], ends[at + 1], segment.base, segment.size, at, after_space=False)
            for at, text in enumerate(segment.text)
        ]
    )


def _width(character: str) -> float:
    """About how wide a printed character is, in widths of an `e`."""
    if east_asian_width(character) in "WF":
        return 2.0
    if character in _NARROW:
        return 0.55
    if character in _BROAD:
        return 1.55
    return 1.25 if character.isupper() else 1.0
