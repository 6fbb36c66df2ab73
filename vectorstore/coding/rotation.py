"""Rotation that makes the values of any vectors nearly normally distributed."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


def rotate(vectors: Array) -> Array:
    """Multiply vectors (n, dimensions) by a Hadamard matrix; done twice, it gives them back.

    In blocks of the largest power of two that divides the number of dimensions. Keeps lengths and
    angles.
    """
    n, dimensions = vectors.shape
    size = dimensions & -dimensions
    return (vectors.reshape(n, -1, size) @ _hadamard(size)).reshape(n, dimensions)


@cache
def _hadamard(size: int) -> Array:
    matrix: Array = np.ones((1, 1), np.float32)
    while len(matrix) < size:
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    matrix /= np.sqrt(np.float32(size))
    return matrix
