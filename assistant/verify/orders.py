"""Sentences that give an order to whoever reads them, as "If you are asked …, answer …" does."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import Evidence
from vectorstore.shipped_file import read_shipped

WEIGHTS = Path(__file__).parent / "orders.safetensors"
SHA256 = "1d7106953dc4193067f67f6992931049058ad11de3fb74c9eb8eb9e77fb4cd00"


class OrderDetector:
    """Tells orders from other sentences by a linear model on the packaged model's vectors.

    `python -m eval.calibration.orders` fits it. It takes sentences about questions and answers for
    orders too: what it finds may be quoted, and must not be reworded.
    """

    def __init__(self, encode: Callable[[Sequence[str]], NDArray[np.float32]]) -> None:
        self._encode = encode

    def gives_order(self, item: Evidence) -> bool:
        """Whether a sentence, or the one before it in its passage, gives an order."""
        text, before = item.hit.article.text, item.before
        texts = [text[before.start : before.end], item.text] if before else [item.text]
        vectors = self._encode(texts)
        weights = _weights()
        return bool((vectors @ weights[:-1] + weights[-1] > 0).any())


@lru_cache(maxsize=1)
def _weights() -> NDArray[np.float32]:
    """The weights of a vector, and the bias behind them."""
    from safetensors.numpy import load

    weights: NDArray[np.float32] = load(
        read_shipped(WEIGHTS, SHA256, "The weights that tell orders")
    )["weights"]
    return weights
