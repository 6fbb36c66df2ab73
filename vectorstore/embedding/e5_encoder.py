"""`E5Encoder`: the encoder of multilingual-e5-small, in PyTorch alone.

sentence-transformers and transformers compute the same; but they import most of PyTorch's training
code, scikit-learn, pandas and SciPy, for half the time that a first question takes.
"""

from pathlib import Path

import torch
from safetensors import safe_open
from torch import Tensor
from torch.nn import functional

from vectorstore.embedding.transformer import EPSILON, HIDDEN, LAYERS, Layer

_WORDS = "embeddings.word_embeddings.weight"
_MASKED = -1e4
_NAMES = {
    "out": "attention.output.dense",
    "norm": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "last_norm": "output.LayerNorm",
}
"""Parts of a `Layer`, and their names in the file, which are those of transformers' `BertModel`."""


class E5Encoder:
    """A BERT encoder (Devlin et al. 2019) that computes in `dtype`; threads may share it.

    `file` has its weights in safetensors. The table of word embeddings, 80 % of them, stays in the
    file, mapped into memory: the rows of words that occur are read, and converted when they do.
    """

    def __init__(self, file: Path, dtype: torch.dtype) -> None:
        with safe_open(file, "pt") as stored:
            self._words: Tensor = stored.get_tensor(_WORDS)
            names = [name for name in stored.keys() if name != _WORDS]  # noqa: SIM118 - no dict
            weights = {name: stored.get_tensor(name).to(dtype) for name in names}
        self.dtype = dtype
        self._type = weights["embeddings.token_type_embeddings.weight"][0]
        self._positions = weights["embeddings.position_embeddings.weight"]
        self._norm = weights["embeddings.LayerNorm.weight"]
        self._norm_bias = weights["embeddings.LayerNorm.bias"]
        self.layers = tuple(_layer(weights, number) for number in range(LAYERS))

    def embed(self, ids: Tensor) -> Tensor:
        """States (texts, tokens, HIDDEN) before the first layer; `ids` are (texts, tokens)."""
        words = functional.embedding(ids, self._words).to(self.dtype)
        states = words + self._type + self._positions[: ids.shape[1]]
        return functional.layer_norm(states, (HIDDEN,), self._norm, self._norm_bias, EPSILON)

    def __call__(self, ids: Tensor, mask: Tensor) -> Tensor:
        """States after the last layer; `mask` (texts, tokens) is true where there is a token."""
        bias = torch.zeros(mask.shape, dtype=self.dtype).masked_fill(~mask, _MASKED)[:, None, None]
        states = self.embed(ids)
        for layer in self.layers:
            states = layer(states, bias)
        return states


def _layer(weights: dict[str, Tensor], number: int) -> Layer:
    def stored(part: str, kind: str) -> Tensor:
        return weights[f"encoder.layer.{number}.{part}.{kind}"]

    ours = {}
    for kind in ("weight", "bias"):
        parts = [f"attention.self.{part}" for part in ("query", "key", "value")]
        ours[f"qkv.{kind}"] = torch.cat([stored(part, kind) for part in parts])
        ours |= {f"{part}.{kind}": stored(name, kind) for part, name in _NAMES.items()}
    with torch.device("meta"):  # without first weights, which would be random
        layer = Layer()
    layer.load_state_dict(ours, assign=True)
    return layer.requires_grad_(False)
