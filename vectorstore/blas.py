"""Keeps numpy's threads out of the way of the embedding model's."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Let numpy multiply matrices in one thread meanwhile.

    OpenBLAS's threads spin for a while after each product, waiting for the next. On a machine of
    few cores they take them from the model: of a search on two, embedding the question took 14 ms
    alone and 56 ms in turns with products of a millisecond.
    """
    with _openblas().limit(limits=1):
        yield


@cache
def _openblas() -> Any:
    import numpy as np  # noqa: F401 - whose library is looked for among those that are loaded
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(internal_api="openblas")
