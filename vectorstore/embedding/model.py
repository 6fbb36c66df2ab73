"""`EmbeddingModel`: what an embedding model has to do, whichever library runs it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

BATCH = 32
"""Number of texts that are encoded at once."""
CHUNK = 256
"""Number of texts whose token vectors are in memory at once."""


@dataclass(frozen=True, slots=True)
class EmbeddedText:
    """The vector of a text (dimensions,) and the contextual vectors of its tokens (n, dimensions).

    For a model without token vectors, the text's vector is its only token.
    """

    vector: NDArray[np.float32]
    tokens: NDArray[np.float32]


class EmbeddingModel(Protocol):
    """A loaded embedding model. Threads may share it."""

    @property
    def prompts(self) -> Mapping[str, str | None]:
        """Its own prompts, by what they are for."""

    @property
    def dimensions(self) -> int:
        """Number of components of a vector."""

    def encode(self, texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        """Vectors of texts behind a prompt: (len(texts), dimensions), each of length one."""

    def embed(self, texts: Sequence[str], prompt: str) -> Iterator[EmbeddedText]:
        """Texts behind a prompt, with the vectors of their own tokens, in order."""

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Offsets `(start, end)` of the tokens of `text`; empty if unknown."""
