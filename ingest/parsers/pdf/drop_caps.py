"""Drop caps: a first letter that is set over several lines, put back before its word."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import regex

from ingest.parsers.pdf.segments import Segment

_CAP = regex.compile(r"[\p{Pi}\p{Ps}\"'‘“«]?\p{Lu}['’]?$")
_LARGE = 1.8
"""Least size of a drop cap, in sizes of the text around it."""
_NEAR = 1.5


def with_drop_caps(segments: Sequence[Segment]) -> list[Segment]:
    """The segments of a page, with each drop cap as the first letter of the line beside it."""
    if not segments:
        return []
    usual = median(segment.size for segment in segments)
    joined = {id(segment): segment for segment in segments}
    for cap in segments:
        if cap.size > _LARGE * usual and _CAP.match(cap.text):
            line = _line_beside(cap, segments)
            if line is not None:
                joined[id(line)] = replace(line, text=cap.text + line.text)
                del joined[id(cap)]
    return list(joined.values())


def _line_beside(cap: Segment, segments: Sequence[Segment]) -> Segment | None:
    """The first of the lines to the right of a drop cap, if there are two of them."""
    lines = [
        line
        for line in segments
        if cap.size > _LARGE * line.size
        and -0.2 * line.size < line.left - cap.right < _NEAR * line.size
        and cap.top - line.size < line.top
        and line.base < cap.base + 0.3 * line.size
    ]
    return min(lines, key=lambda line: line.base) if len(lines) > 1 else None
