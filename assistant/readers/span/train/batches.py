"""Batches of groups of like length."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor

from assistant.readers.span.batch import padded, rounded
from assistant.readers.span.encoding import START, EncodedPair
from assistant.readers.span.train.examples import Group

_TOKENS = 6144
"""Tokens of a batch, padding included."""
_POOL = 60
"""Number of batches among which groups are sorted by length."""
_FILLER = EncodedPair([START, START], 0, [])
"""A row that only fills a batch: two tokens, of which the first may be chosen."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of a batch: (rows, tokens) or (rows,)."""

    ids: Tensor
    mask: Tensor
    passage: Tensor
    start: Tensor
    end: Tensor
    group: Tensor
    """Number of the question of each row."""
    real: Tensor
    """Whether it is a question; false for claims, and for rows that only fill the batch."""
    label: Tensor
    """Label of a claim; -1 for every other row."""


def batches(groups: Sequence[Group], random: Random) -> Iterator[Batch]:
    """One pass over the groups, in an order drawn at random."""
    order = list(groups)
    random.shuffle(order)
    rows = sum(len(group) for group in order)
    tokens = sum(len(example.ids) for group in order for example in group)
    pool = max(1, _POOL * _TOKENS * len(order) // max(1, tokens + rows))
    for at in range(0, len(order), pool):
        made = list(_fill(sorted(order[at : at + pool], key=_longest)))
        random.shuffle(made)
        for chosen, rows_of_batch in made:
            yield _batch(chosen, rows_of_batch)


def _longest(group: Group) -> int:
    return max(len(example.ids) for example in group)


def _fill(groups: Sequence[Group]) -> Iterator[tuple[list[Group], int]]:
    """Groups of each batch, and its number of rows."""
    chosen: list[Group] = []
    taken = length = 0
    for group in groups:
        longer = rounded(_longest(group))
        if chosen and taken + len(group) > _TOKENS // longer:
            yield chosen, _TOKENS // length
            chosen, taken = [], 0
        chosen.append(group)
        taken, length = taken + len(group), longer
    if chosen:
        yield chosen, _TOKENS // length


def _batch(groups: Sequence[Group], rows: int) -> Batch:
    numbered = [(number, example) for number, group in enumerate(groups) for example in group][
        :rows
    ]
    fill = [_FILLER] * (rows - len(numbered))
    pairs = [EncodedPair(each.ids.tolist(), each.first, []) for _, each in numbered] + fill
    ids, mask, passage = padded(pairs)
    start, end, group_of = (torch.zeros(rows, dtype=torch.long) for _ in range(3))
    real = torch.zeros(rows, dtype=torch.bool)
    label = torch.full((rows,), -1)
    for row, (number, example) in enumerate(numbered):
        start[row], end[row], group_of[row] = example.start, example.end, number
        real[row], label[row] = example.label < 0, example.label
    return Batch(ids, mask, passage, start, end, group_of, real, label)
