"""Vectors of passages in batches that Chroma accepts."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from vectorstore.ann.segments import Granularity, vector_names
from vectorstore.coding.passage_codes import Vectors

Batch = dict[Granularity, tuple[list[str], list[NDArray[np.float32]]]]
"""Names and vectors (dimensions,) that are added to Chroma together, by granularity."""


def batches(rows: Iterable[tuple[int, Vectors]], size: int) -> Iterator[Batch]:
    """The vectors of passages, given by id, in batches of up to `size` of one granularity.

    Chroma takes up to 5,461 at a time.
    """
    batch: Batch = {}
    for passage_id, vectors in rows:
        if not len(vectors):
            continue
        parts = {"passages": vectors[:1], "sentences": vectors[1:]}
        for name, names in vector_names(passage_id, len(vectors) - 1).items():
            ids, group = batch.setdefault(name, ([], []))
            ids.extend(names)
            group.extend(parts[name])
        if len(batch["sentences"][0]) >= size:
            yield from _in_size(batch, size)
            batch = {}
    yield from _in_size(batch, size)


def _in_size(batch: Batch, size: int) -> Iterator[Batch]:
    """`batch` in parts of up to `size`; a passage may have any number of sentences."""
    for name, (ids, vectors) in batch.items():
        for at in range(0, len(ids), size):
            yield {name: (ids[at : at + size], vectors[at : at + size])}
