"""The messages between an ingest and its parser process: a line of JSON each.

No pickle: the process reads hostile files, and what it sends can become nothing but texts.
"""

import json
from dataclasses import asdict
from typing import Any

from ingest.errors import PassedOver, SourceFailure
from ingest.extract import Extract, PageRead, PageRecognised
from ingest.extraction import Extracted, Found
from ingest.parsers.pdf.levelling import Levelling
from ingest.parsers.pdf.recognition import RecognisedPage
from ingest.parsers.pdf.segments import Segment

TEXT, FAILURE, PASSED_OVER, PAGE, END = "text", "failure", "passed over", "page", "end"
READ_PAGE, LINES = "read page", "lines"
"""Kinds of replies: a text, a part that cannot be read, one with nothing to read, a page that was
recognised, the end of the file, a page that was read, and the lines of a page asked for alone.

The end has the reason why the whole file cannot be read, or null, whether that is a limit, and the
most memory in megabytes that the process ever had."""


_TUPLES = ("page_starts", "page_labels", "page_certainties")
"""Fields of an `Extract` that JSON knows as lists only."""


def to_line(message: Any) -> bytes:
    """A message as a line. Halves of surrogate pairs stay what they are, as offsets count them."""
    return json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def from_line(line: bytes) -> Any:
    """The message in a line of `to_line`."""
    return json.loads(line.decode("utf-8", "surrogatepass"))


def reply_of(found: Found) -> list[Any]:
    """The reply that tells what was found."""
    if isinstance(found, SourceFailure):
        return [PASSED_OVER if isinstance(found, PassedOver) else FAILURE, *found]
    if isinstance(found, PageRead):
        kind = PAGE if isinstance(found, PageRecognised) else READ_PAGE
        return [kind, found.number, found.count]
    return [TEXT, asdict(found.extract), found.source, found.name, found.position]


def found_in(reply: list[Any]) -> Found:
    """What a reply of `reply_of` tells."""
    kind, *content = reply
    if kind == FAILURE:
        return SourceFailure(*content)
    if kind == PASSED_OVER:
        return PassedOver(*content)
    if kind in (PAGE, READ_PAGE):
        return (PageRecognised if kind == PAGE else PageRead)(*content)
    fields, source, name, position = content
    tuples = {key: tuple(fields[key]) for key in _TUPLES}
    return Extracted(Extract(**fields | tuples), source, name, position)


def reply_of_page(page: RecognisedPage) -> list[Any]:
    """The reply that has the lines of a page."""
    return [LINES, asdict(page)]


def page_in(reply: list[Any]) -> RecognisedPage:
    """The page in a reply of `reply_of_page`."""
    fields = reply[1]
    lines = [Segment(**line) for line in fields["lines"]]
    levelling = Levelling(**fields["levelling"])
    return RecognisedPage(**fields | {"lines": lines, "levelling": levelling})
