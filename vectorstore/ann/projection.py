"""Vectors in fewer dimensions, for the index: it finds candidates, which are scored exactly."""

from collections.abc import Iterable, Iterator

from vectorstore.coding import components
from vectorstore.coding.codings import E5_SMALL, POOLED
from vectorstore.coding.passage_codes import Vectors
from vectorstore.coding.rotation import Array

_MORE = 2
"""Factor on the candidates: of the ten nearest on XQuAD, 0.993 are among twice as many."""


def index_coding(coding: int) -> int:
    """The coding of the segments of a store: those that pool tokens have the same segments."""
    return E5_SMALL if coding in POOLED else coding


def widened(count: int, coding: int) -> int:
    """How many vectors to take from a segment of that coding for the `count` nearest."""
    return count * _MORE if coding == E5_SMALL else count


def projected(vectors: Array, coding: int) -> Array:
    """Vectors (n, dimensions) as a segment of that coding holds them.

    Of the packaged model in their principal components, of any other as they are.
    """
    if coding != E5_SMALL or not len(vectors):
        return vectors
    return vectors @ components.of_vectors()


def all_projected(
    rows: Iterable[tuple[int, Vectors]], coding: int
) -> Iterator[tuple[int, Vectors]]:
    """Vectors of passages, given by id, as a segment of that coding holds them."""
    for passage_id, vectors in rows:
        yield passage_id, projected(vectors, coding)
