"""`Workers`: the processes of an ingest, which read files and embed their articles."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from typing import TYPE_CHECKING

from ingest.batches import Batch, batches
from ingest.isolation.limits import ParseLimits
from ingest.reading import FileToRead, ReadItem
from ingest.workers.embedding import Embedding
from ingest.workers.pool import Pool
from ingest.workers.reading import Reading

if TYPE_CHECKING:
    from vectorstore.embedding.embedder import Embedder

_FILES = 16
"""Files a process that are begun before the first of them is taken: one that takes long, such as a
scan, does not hold up the others soon."""
_ITEMS = 16
"""Articles of a file that wait, at most."""


class Workers:
    """`count` processes that read files and as many that embed; one where there is a GPU."""

    def __init__(self, count: int, limits: ParseLimits | None, embedder: "Embedder") -> None:
        self._readers: Pool[FileToRead, ReadItem] = Pool(
            Reading(limits), count, _FILES * count, _ITEMS
        )
        embedders = 1 if _has_accelerator() else count
        work = Embedding(embedder, threads=max(1, _cores() // embedders))
        self._embedders: Pool[Batch, Batch] = Pool(work, embedders, embedders, 1)
        self._stack = ExitStack()

    def __enter__(self) -> "Workers":
        self._stack.enter_context(self._embedders)
        self._stack.enter_context(self._readers)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def batches(
        self,
        files: Iterable[FileToRead],
        others: Iterable[ReadItem],
        size: int,
        cancel: Callable[[], None],
    ) -> Iterator[Batch]:
        """The articles of `files` and then `others`, embedded, in batches of `size`.

        `cancel` is called where the caller does not take all of them; it has to end what `others`
        waits for.
        """

        def stop() -> None:
            cancel()
            self._readers.stop()

        items = chain(self._readers.results(files), others)
        return self._embedders.results(batches(items, size), stop)


def _has_accelerator() -> bool:
    """Whether the model computes on a GPU, which several processes would only compete for."""
    import torch

    return torch.accelerator.is_available()


def _cores() -> int:
    """Number of the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
