"""Pads encoded pairs to the tensors that the model takes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.readers.span.encoding import PAD, EncodedPair

if TYPE_CHECKING:
    from torch import Tensor


def padded(pairs: Sequence[EncodedPair]) -> "tuple[Tensor, Tensor, Tensor]":
    """Token ids, mask and passage mask of pairs: (pairs, tokens) each."""
    import torch

    ids = torch.full((len(pairs), max(len(pair.ids) for pair in pairs)), PAD)
    mask, passage = (torch.zeros(ids.shape, dtype=torch.bool) for _ in range(2))
    for row, pair in enumerate(pairs):
        length = len(pair.ids)
        ids[row, :length] = torch.tensor(pair.ids)
        mask[row, :length] = True
        passage[row, pair.first : length - 1] = True
    return ids, mask, passage
