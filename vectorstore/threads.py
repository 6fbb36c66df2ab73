"""Keeps threads that wait for each other out of the way, on a machine of few cores."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

_SPINS = "2000"
"""Turns that a thread waits busily. With 200, embedding takes two threads twice as long on a quiet
machine; with 20,000, the chat model gains less on a busy one."""


def wait_briefly() -> None:
    """Let OpenMP's threads sleep soon where they wait for each other, unless the user set how long.

    To be called before a library that uses OpenMP is loaded. A thread that waits keeps its core
    busy, for a millisecond and more, and so keeps another from it that is waited for: while one
    other program took one of two cores, the chat model wrote 2 to 5 tokens a second, and so 7; on
    a quiet machine, 14 and 13.5.
    """
    if "OMP_WAIT_POLICY" not in os.environ:
        os.environ.setdefault("GOMP_SPINCOUNT", _SPINS)


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Let numpy multiply matrices in one thread meanwhile.

    OpenBLAS's threads spin for a while after each product, waiting for the next. On a machine of
    few cores they take them from the model: of a search on two, embedding the question took 14 ms
    alone and 56 ms in turns with products of a millisecond.
    """
    import numpy as np  # noqa: F401 - whose library is looked for among those that are loaded

    with _pools(internal_api="openblas").limit(limits=1):
        yield


@contextmanager
def one_torch_thread() -> Iterator[None]:
    """Let torch compute in one thread meanwhile, for what this thread asks of it.

    Two threads embed a question little faster than one, and wait for each other after each layer:
    while another program took both cores, a question took 20 ms in one thread and 800 in two.
    """
    import torch

    torch.get_num_threads()  # a new thread is given its number at its first use of torch
    with _pools(user_api="openmp").limit(limits=1):
        yield


@cache
def _pools(**kind: str) -> Any:
    """The thread pools of a kind, of the libraries that are loaded by now."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(**kind)
