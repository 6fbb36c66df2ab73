"""Pads encoded pairs to the tensors that the model takes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.readers.span.encoding import PAD, EncodedPair

if TYPE_CHECKING:
    from torch import Tensor


def padded(pairs: Sequence[EncodedPair], least: int = 0) -> "tuple[Tensor, Tensor, Tensor]":
    """Token ids, mask and passage mask of pairs: (pairs, tokens) each, `least` tokens or more."""
    import torch

    length = max(least, *(len(pair.ids) for pair in pairs))
    ids = torch.full((len(pairs), length), PAD)
    mask, passage = (torch.zeros(ids.shape, dtype=torch.bool) for _ in range(2))
    for row, pair in enumerate(pairs):
        count = len(pair.ids)
        ids[row, :count] = torch.tensor(pair.ids)
        mask[row, :count] = True
        passage[row, pair.first : count - 1] = True
    return ids, mask, passage
