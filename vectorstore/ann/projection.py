"""Vectors in fewer dimensions, for the index: it finds candidates, which are scored exactly."""

from vectorstore.coding import components
from vectorstore.coding.codings import E5_SMALL, IN_COMPONENTS
from vectorstore.coding.rotation import Array

_AS_THEY_ARE = 5
_PROJECTED = 6
"""Codings of segments, which have no number in common with those of vectors: segments of before
format 7, which count the vectors of sentences too, have those."""

_MORE = 2
"""Factor on the candidates: of the ten nearest on XQuAD, 0.993 are among twice as many."""


def index_coding(coding: int) -> int:
    """The coding of the segments of a store whose vectors have this coding."""
    return _PROJECTED if coding in IN_COMPONENTS else _AS_THEY_ARE


def is_current(coding: int) -> bool:
    """Whether a segment of this coding is as this version writes it."""
    return coding in (_AS_THEY_ARE, _PROJECTED)


def widened(count: int, coding: int) -> int:
    """How many vectors to take from a segment of this coding for the `count` nearest."""
    return count * _MORE if _is_projected(coding) else count


def projected(vectors: Array, coding: int) -> Array:
    """Vectors (…, dimensions) as a segment of this coding holds them.

    Of the packaged model in their principal components, of any other as they are.
    """
    return vectors @ components.of_vectors() if _is_projected(coding) else vectors


def _is_projected(coding: int) -> bool:
    return coding in (E5_SMALL, _PROJECTED)
