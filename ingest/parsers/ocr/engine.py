"""What an OCR engine takes and gives."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Point = tuple[float, float]
"""x to the right and y downwards, from the top left of the picture, in pixels."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text, or a part of one, as it was recognised in a picture."""

    text: str
    corners: tuple[Point, Point, Point, Point]
    """The box around it: top left, top right, bottom right and bottom left, as it is read."""
    certainty: float
    """Mean probability of its characters, 0 to 1."""


class OcrEngine(Protocol):
    """Recognises text in pictures; may be used from several threads."""

    name: str
    scripts: str
    """The scripts that it reads, for messages."""

    def lines(self, image: "NDArray[np.uint8]") -> list[TextLine]:
        """The lines in a picture of height × width × 3 bytes (blue, green, red), in any order."""
        ...
