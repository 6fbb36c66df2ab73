"""Text of the charts in Office documents: a line for each category, with its values."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.parsers.stated_numbers import whole_number
from ingest.parsers.xlsx_formats import shown

if TYPE_CHECKING:
    from lxml.etree import _Element

_CATEGORIES = ("{*}cat", "{*}xVal")
_VALUES = ("{*}val", "{*}yVal")
_MOST_POINTS = 2**20


def text_of_chart(root: "_Element") -> str:
    """The title of a chart and its values, as `2023 | Calls: 321 | Injured: 3`; empty without any.

    The values are those that were shown when the document was saved.
    """
    title = root.find("{*}chart/{*}title")
    lines = [] if title is None else [" ".join(t.text or "" for t in title.iter("{*}t"))]
    names: dict[int, str] = {}
    values: dict[int, list[str]] = {}
    for series in root.iter("{*}ser"):
        head = " ".join(v.text or "" for v in series.iterfind("{*}tx//{*}v"))
        names |= dict(_points(series, _CATEGORIES))
        for place, value in _points(series, _VALUES):
            values.setdefault(place, []).append(f"{head}: {value}" if head else value)
    lines += [" | ".join(filter(None, [names.get(n), *values[n]])) for n in sorted(values)]
    return "\n".join(filter(None, lines))


def _points(series: "_Element", kinds: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """The place and the value of each point, as its number format shows it."""
    for data in series.iterchildren(*kinds):
        code = data.findtext(".//{*}formatCode") or ""
        is_number = next(data.iter("{*}numCache", "{*}numLit"), None) is not None
        for point in data.iter("{*}pt"):
            value = (point.findtext("{*}v") or "").strip()
            if value:
                text = _number(value, point.get("formatCode", code)) if is_number else value
                yield whole_number(point.get("idx"), 0, 0, _MOST_POINTS), text


def _number(value: str, code: str) -> str:
    try:
        return shown(float(value), code, from_1904=False)
    except ValueError:  # `#N/A`, say
        return value
