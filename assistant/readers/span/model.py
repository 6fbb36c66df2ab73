"""`SpanModel`: multilingual-e5-small's encoder with heads for a span and for "no answer here"."""

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from vectorstore.embedding.e5_encoder import E5Encoder
from vectorstore.embedding.transformer import HIDDEN, Layer, transformer_layer

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

    The embeddings and the lowest `FROZEN` layers are those of multilingual-e5-small: they are
    shared with the embedding model, and never saved or trained. `upper` are the layers above them.
    """

    def __init__(self, encoder: E5Encoder, upper: Iterable[Layer]) -> None:
        super().__init__()
        self.encoder = encoder
        self.upper = nn.ModuleList(upper)
        self.span = nn.Linear(HIDDEN, 2)
        self.null = nn.Linear(HIDDEN, 1)
        self.labels = nn.Linear(HIDDEN, len(LABELS))
        for head in (self.span, self.null, self.labels):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    @classmethod
    def untrained(cls, encoder: E5Encoder) -> "SpanModel":
        """A model whose upper layers are copies of the encoder's, in 32 bits, to be trained."""
        upper = [deepcopy(layer).float().requires_grad_() for layer in encoder.layers[FROZEN:]]
        return cls(encoder, upper)

    def forward(
        self,
        ids: Tensor,
        mask: Tensor,
        passage: Tensor,
        layer: Callable[..., Tensor] = transformer_layer,
    ) -> SpanLogits:
        """Logits of pairs of token `ids` (pairs, tokens).

        `mask` (pairs, tokens) is true where there is a token, `passage` where it is the passage's.
        The layers compute as the encoder does; `layer` may be a compiled `transformer_layer`.
        """
        dtype = self.encoder.dtype
        bias = torch.zeros(mask.shape, dtype=dtype).masked_fill(~mask, NEVER)[:, None, None]
        with torch.no_grad():
            states = self.encoder.embed(ids).to(dtype)
            for lower in self.encoder.layers[:FROZEN]:
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
