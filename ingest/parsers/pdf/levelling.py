"""How the picture of a page was turned and levelled before its lines were laid out."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, cos, sin

Point = tuple[float, float]
"""x to the right and y downwards, from the top left."""
Edges = tuple[float, float, float, float]
"""Left, top, right and bottom."""

_STEP = 0.5
"""How far a line may rise or fall along one box, in heights of the line."""


@dataclass(frozen=True, slots=True)
class Levelling:
    """Maps places of the lines of a page, as laid out, to the page as it is given."""

    turns: int
    """Quarter turns anticlockwise after which the page is upright."""
    slope: float
    """Angle of its lines then, clockwise, in radians."""
    width: float
    """Width and height of the upright page, in points."""
    height: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as it is given, in points."""
        return (self.height, self.width) if self.turns % 2 else (self.width, self.height)

    def on_page(self, edges: Edges) -> Iterator[Edges]:
        """The boxes on the page as it is given that cover a part of a line.

        There are several, one beside the other, where the line rises or falls.
        """
        left, top, right, bottom = edges
        rise = abs(sin(self.slope)) * (right - left)
        count = max(ceil(rise / (_STEP * (bottom - top))), 1) if bottom > top else 1
        width = (right - left) / count
        for number in range(count):
            start = left + number * width
            corners = [(x, y) for x in (start, start + width) for y in (top, bottom)]
            xs, ys = zip(*map(self._point_on_page, corners), strict=True)
            yield min(xs), min(ys), max(xs), max(ys)

    def _point_on_page(self, point: Point) -> Point:
        x, y = rotated(point, self.slope)
        for height in (self.height, self.width, self.height)[: self.turns]:
            x, y = height - y, x
        return x, y


def rotated(point: Point, angle: float) -> Point:
    """A point turned clockwise about the top left corner by an angle in radians."""
    x, y = point
    return x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle)
