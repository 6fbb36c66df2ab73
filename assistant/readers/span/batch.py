"""Pads encoded pairs to the tensors that the model takes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.readers.span.encoding import PAD, EncodedPair

if TYPE_CHECKING:
    from torch import Tensor

_STEP = 32


def rounded(length: int) -> int:
    """A length in tokens as it is padded to.

    Few lengths keep memory from growing, as tensors of ever other sizes leave holes in the heap,
    and in training each is compiled once.
    """
    return -(-length // _STEP) * _STEP


def padded(pairs: Sequence[EncodedPair]) -> "tuple[Tensor, Tensor, Tensor]":
    """Token ids, mask and passage mask of pairs: (pairs, tokens) each."""
    import torch

    length = rounded(max(len(pair.ids) for pair in pairs))
    ids = torch.full((len(pairs), length), PAD)
    mask, passage = (torch.zeros(ids.shape, dtype=torch.bool) for _ in range(2))
    for row, pair in enumerate(pairs):
        count = len(pair.ids)
        ids[row, :count] = torch.tensor(pair.ids)
        mask[row, :count] = True
        passage[row, pair.first : count - 1] = True
    return ids, mask, passage
