"""Vectors of passages in batches that Chroma accepts."""

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray


def batches(
    rows: Iterable[tuple[int, NDArray[np.float32]]], size: int
) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
    """Ids and vectors (n, dimensions) of passages, up to `size` at a time.

    Chroma takes up to 5,461.
    """
    left = iter(rows)
    while batch := list(islice(left, size)):
        ids, vectors = zip(*batch, strict=True)
        yield [str(each) for each in ids], np.stack(vectors)
