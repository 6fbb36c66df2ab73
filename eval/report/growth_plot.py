"""A plot of how figures grow with a size, as an SVG drawing of several panels."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 350, 210
_LEFT, _TOP, _RIGHT, _BOTTOM = 56, 30, 14, 34
_COLUMNS = 2
_LEGEND = 34
_STYLES = (("#0b6e4f", ""), ("#b3541e", "6 3"), ("#3c5a99", "2 3"), ("#7a4b94", "8 3 2 3"))
"""Colour and dashes of each line."""
_STYLE = (
    "text{font:12px sans-serif;fill:#222}.title{font-weight:bold}.axis{stroke:#555;fill:none}"
    ".grid{stroke:#ddd}.mark{stroke:#999;stroke-dasharray:3 3}.missing{fill:#f1f1f1}"
    ".line{fill:none;stroke-width:2}"
)

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Panel:
    """A figure by size: `lines` are points (size, value) by name.

    Values are drawn to a logarithmic scale, or linearly from 0 to 1 if they are `shares`.
    """

    title: str
    lines: Mapping[str, Points]
    shares: bool = False


@dataclass(frozen=True, slots=True)
class Sizes:
    """The horizontal axis of all panels: its label and ends, and what is marked on it.

    From `known_to` on, nothing was measured. `mark` is a size with something to tell about it.
    """

    label: str
    first: float
    last: float
    known_to: float
    mark: float | None = None


def growth_svg(panels: Sequence[Panel], sizes: Sizes) -> str:
    """The drawing, as a file of its own; lines of the same name look alike in all panels."""
    names = list(dict.fromkeys(name for panel in panels for name in panel.lines))
    rows = math.ceil(len(panels) / _COLUMNS)
    width, height = _COLUMNS * _WIDTH, _LEGEND + rows * _HEIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        f"<title>{escape('; '.join(panel.title for panel in panels))}</title>",
        f"<style>{_STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *_legend(names),
    ]
    for number, panel in enumerate(panels):
        row, column = divmod(number, _COLUMNS)
        parts.append(f'<g transform="translate({column * _WIDTH} {_LEGEND + row * _HEIGHT})">')
        parts += [*_Drawing(panel, sizes, names).elements(), "</g>"]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _legend(names: Sequence[str]) -> Iterator[str]:
    for number, name in enumerate(names):
        x = _LEFT + number * 160
        yield f'<path class="line" {_stroke(number)} d="M{x} 18h30"/>'
        yield f'<text x="{x + 36}" y="22">{escape(name)}</text>'


def _stroke(number: int) -> str:
    colour, dashes = _STYLES[number % len(_STYLES)]
    return f'stroke="{colour}" stroke-dasharray="{dashes}"' if dashes else f'stroke="{colour}"'


class _Drawing:
    """One panel."""

    def __init__(self, panel: Panel, sizes: Sizes, names: Sequence[str]) -> None:
        self._panel, self._sizes, self._names = panel, sizes, names
        values = [y for points in panel.lines.values() for _, y in points] or [1.0]
        self._low = 0.0 if panel.shares else 10.0 ** math.floor(math.log10(min(values)))
        top = math.ceil(math.log10(max(values)))
        self._high = 1.0 if panel.shares else max(10.0**top, 10 * self._low)

    def elements(self) -> Iterator[str]:
        yield f'<text class="title" x="{_LEFT}" y="18">{escape(self._panel.title)}</text>'
        yield from self._background()
        for number, name in enumerate(self._names):
            if points := self._panel.lines.get(name):
                yield from self._line(number, points)

    def _background(self) -> Iterator[str]:
        right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
        if self._sizes.known_to < self._sizes.last:
            x = self._x(self._sizes.known_to)
            yield (
                f'<rect class="missing" x="{x}" y="{_TOP}" width="{right - x:.1f}"'
                f' height="{bottom - _TOP}"/>'
            )
            yield f'<text x="{right - 4}" y="{bottom - 6}" text-anchor="end">not measured</text>'
        for value in self._values():
            y = self._y(value)
            yield f'<path class="grid" d="M{_LEFT} {y}H{right}"/>'
            yield f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>'
        for size in _decades(self._sizes.first, self._sizes.last):
            x = self._x(size)
            yield f'<text x="{x}" y="{bottom + 14}" text-anchor="middle">{size:,.0f}</text>'
        if self._sizes.mark is not None:
            yield f'<path class="mark" d="M{self._x(self._sizes.mark)} {_TOP}V{bottom}"/>'
        yield f'<path class="axis" d="M{_LEFT} {_TOP}V{bottom}H{right}"/>'
        label = escape(self._sizes.label)
        yield f'<text x="{right}" y="{_HEIGHT - 6}" text-anchor="end">{label}</text>'

    def _line(self, number: int, points: Points) -> Iterator[str]:
        places = [(self._x(x), self._y(y)) for x, y in sorted(points)]
        path = "L".join(f"{x} {y}" for x, y in places)
        yield f'<path class="line" {_stroke(number)} d="M{path}"/>'
        colour, _ = _STYLES[number % len(_STYLES)]
        for x, y in places:
            yield f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>'

    def _values(self) -> list[float]:
        return [0, 0.5, 1] if self._panel.shares else _decades(self._low, self._high)

    def _x(self, size: float) -> float:
        share = math.log(size / self._sizes.first) / math.log(self._sizes.last / self._sizes.first)
        return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1)

    def _y(self, value: float) -> float:
        if self._panel.shares:
            share = value
        else:
            share = math.log(value / self._low) / math.log(self._high / self._low)
        return round(_HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM), 1)


def _decades(low: float, high: float) -> list[float]:
    """The powers of ten from `low` to `high`."""
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    return [10.0**power for power in range(first, last + 1)]
