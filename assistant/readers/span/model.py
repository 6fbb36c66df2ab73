"""`SpanModel`: multilingual-e5-small's encoder with heads for a span and for "no answer here"."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from assistant.readers.span.encoder import HIDDEN, LAYERS, Layer, layer_of, transformer_layer

FROZEN = 3
"""Lower layers that stay as they are in multilingual-e5-small."""

NEVER = -1e4
"""Logit of what cannot be chosen."""


LABELS = ("entailment", "neutral", "contradiction")
"""What a premise says of a hypothesis, in the order of the logits."""
ENTAILMENT, NEUTRAL, CONTRADICTION = range(len(LABELS))


@dataclass(frozen=True, slots=True)
class SpanLogits:
    """Logits of one batch of pairs of a question and a passage."""

    start: Tensor
    """(pairs, tokens): that the answer starts there; `NEVER` outside the passage."""
    end: Tensor
    """(pairs, tokens): that the answer ends there, inclusively."""
    null: Tensor
    """(pairs,): that the passage does not answer; to be compared with half of start plus end."""
    labels: Tensor
    """(pairs, 3): of a claim in the place of the question, what the passage says of it."""


class SpanModel(nn.Module):
    """Reads a passage for the span that answers a question (Devlin et al. 2019, "BERT").

    The embeddings and the lowest `FROZEN` layers are those of multilingual-e5-small.
    """

    def __init__(self, bert: Any) -> None:
        super().__init__()
        # Not a submodule: it is shared with the embedding model, and never saved or trained.
        self._embeddings: tuple[Callable[..., Tensor]] = (bert.embeddings,)
        copies = [layer_of(bert.encoder.layer[at]) for at in range(LAYERS)]
        self.lower: tuple[Layer, ...] = tuple(copies[:FROZEN])
        for layer in self.lower:
            layer.requires_grad_(False)
        self.upper = nn.ModuleList(copies[FROZEN:])
        self.span = nn.Linear(HIDDEN, 2)
        self.null = nn.Linear(HIDDEN, 1)
        self.labels = nn.Linear(HIDDEN, len(LABELS))
        for head in (self.span, self.null, self.labels):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def in_dtype(self, dtype: torch.dtype) -> "SpanModel":
        """This model with the weights of its layers, but not of its heads, in a type."""
        for layer in (*self.lower, *self.upper):
            layer.to(dtype)
        return self

    def forward(
        self,
        ids: Tensor,
        mask: Tensor,
        passage: Tensor,
        dtype: torch.dtype = torch.float32,
        layer: Callable[..., Tensor] = transformer_layer,
    ) -> SpanLogits:
        """Logits of pairs of token `ids` (pairs, tokens).

        `mask` (pairs, tokens) is true where there is a token, `passage` where it is the passage's.
        The layers compute in `dtype`; `layer` may be a compiled `transformer_layer`.
        """
        bias = torch.zeros(mask.shape, dtype=dtype).masked_fill(~mask, NEVER)[:, None, None]
        with torch.no_grad():
            states = self._embeddings[0](input_ids=ids).to(dtype)
            for lower in self.lower:
                states = transformer_layer(states, bias, *lower.weights(dtype))
        # Of one kind for all layers, so that each shape of batch is compiled once.
        states.requires_grad_(self.training)
        for upper in self.upper:
            assert isinstance(upper, Layer)
            states = layer(states, bias, *upper.weights(dtype))
        states = states.float()
        start, end = self.span(states).masked_fill(~passage[..., None], NEVER).unbind(-1)
        first = states[:, 0]
        return SpanLogits(start, end, self.null(first)[:, 0], self.labels(first))
