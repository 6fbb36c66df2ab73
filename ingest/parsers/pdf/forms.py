"""What is filled into the form fields of a page, put beside the labels of the fields."""

from collections.abc import Sequence

import regex

from ingest.parsers.pdf.fields import Field
from ingest.parsers.pdf.right_to_left import is_right_to_left
from ingest.parsers.pdf.segments import Segment

_FARTHEST = 12.0
"""Distance of a label from its field, in sizes of the label's font, at most."""
_NEAR = 2.0
"""The same of a label from its box to tick, or from a field below it."""
_LEADERS = regex.compile(r"\s*(?:_|\.|…){3,}\s*$")


def with_fields(segments: list[Segment], fields: Sequence[Field]) -> list[Segment]:
    """The segments of a page, with what is filled into its form fields behind their labels.

    Boxes to tick are marked ☑ or ☐ before their labels. A field without a label stands by itself.
    """
    filled: set[int] = set()
    alone = []
    for field in sorted(fields, key=lambda each: (each.base, each.left)):
        label = _label(field, segments)
        if label is None:
            alone.append(_segment(field))
        else:
            _attach(field, label, is_filled=id(label) in filled)
            filled.add(id(label))
    return sorted([*segments, *alone], key=lambda segment: (segment.base, segment.left))


def _label(field: Field, segments: Sequence[Segment]) -> Segment | None:
    """The label of a field: beside it, or else above it."""
    level = [each for each in segments if field.top < each.base - each.size / 4 < field.bottom]
    before = [(field.left - each.right, each) for each in level if each.left < field.left]
    after = [(each.left - field.right, each) for each in level if each.right > field.right]
    if field.is_box:
        return _nearest(after, _NEAR) or _nearest(before, _NEAR)
    from_right = [pair for pair in after if is_right_to_left(pair[1].text)]
    above = [
        (field.top - each.base, each)
        for each in segments
        if each.left < field.right and each.right > field.left
    ]
    return _nearest(before, _FARTHEST) or _nearest(from_right, _FARTHEST) or _nearest(above, _NEAR)


def _nearest(candidates: Sequence[tuple[float, Segment]], farthest: float) -> Segment | None:
    """The segment at the least distance, in points, that is no more than `farthest` sizes."""
    near = [
        (distance, each)
        for distance, each in candidates
        if -each.size < distance < farthest * each.size
    ]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _attach(field: Field, label: Segment, is_filled: bool) -> None:
    if field.is_box:
        label.text = f"{field.text} {label.text}"
    else:
        text = _LEADERS.sub("", label.text)
        between = ": " if text[-1:].isalnum() and not is_filled else " "
        label.text = f"{text}{between}{' '.join(field.text.split())}".lstrip()
    label.left, label.right = min(label.left, field.left), max(label.right, field.right)


def _segment(field: Field) -> Segment:
    text = " ".join(field.text.split())
    if field.hint and not field.is_box:
        text = f"{field.hint.rstrip(': ')}: {text}"
    first_word = field.size / 2 * len(text.split()[0])
    return Segment(text, field.left, field.right, field.base, field.size, first_word)
