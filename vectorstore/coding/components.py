"""Principal components of the packaged model's vectors: the directions in which texts differ.

`python -m eval.calibration.components` computes them from texts in many languages and writes the
file; `docs/benchmarks.md` says what leaving out the other directions costs.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from safetensors.numpy import load

from vectorstore.coding.rotation import Array
from vectorstore.shipped_file import read_shipped

FILE = Path(__file__).with_name("e5_small.safetensors")
SHA256 = "66c78cb26b37235bfe1b9de5163685d6613a63976cc9a799211aaae97340e00c"
"""Stores are written with this very file: with another one, their vectors would be misread."""


@dataclass(frozen=True, slots=True)
class TokenComponents:
    """The mean (dimensions,) of tokens, and the directions (dimensions, count) of most variance.

    `deviations` (count,) are the standard deviations in these directions.
    """

    mean: Array
    directions: Array
    deviations: Array

    @property
    def count(self) -> int:
        """Number of directions."""
        return len(self.deviations)

    def project(self, tokens: Array) -> Array:
        """Tokens (n, dimensions), less the mean, in these directions: (n, count)."""
        projected: Array = np.matmul(tokens - self.mean, self.directions)
        return projected

    def restore(self, projected: Array) -> Array:
        """The vectors (n, dimensions) nearest to those that were projected."""
        restored: Array = projected @ self.directions.T + self.mean
        return restored


@cache
def of_tokens() -> TokenComponents:
    """The components of token vectors."""
    return TokenComponents(*_read("tokens_mean", "tokens_directions", "tokens_deviations"))


@cache
def of_vectors() -> Array:
    """Directions (dimensions, count) of vectors of passages and sentences.

    They are those of the largest second moments about zero: vectors in them compare as before.
    """
    return _read("vectors_directions")[0]


def read(path: Path = FILE) -> bytes:
    """The file with the components.

    Raises `ModelUnavailable` where it is missing or is not the one expected.
    """
    return read_shipped(path, SHA256, "The components of the embedding model")


def _read(*names: str) -> list[Array]:
    arrays = load(read())
    return [arrays[name].astype(np.float32) for name in names]
