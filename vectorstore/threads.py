"""Limits the threads of OpenMP, OpenBLAS and PyTorch, which compete on a machine of few cores."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

_SPINS = "2000"
"""Iterations of a busy wait before a thread sleeps. With 200, embedding in two threads takes twice
as long on an idle machine; with 20,000, the chat model gains less on a busy one."""


def wait_briefly() -> None:
    """Shorten the busy wait of OpenMP threads, unless the user has set `OMP_WAIT_POLICY`.

    Must be called before a library that uses OpenMP is loaded. A waiting thread occupies its core
    for a millisecond or more, and the thread that it waits for cannot use that core. With another
    program on one of two cores, the chat model wrote 2 to 5 tokens a second with the default wait
    and 7 with this one; on an idle machine 14 and 13.5.
    """
    if "OMP_WAIT_POLICY" not in os.environ:
        os.environ.setdefault("GOMP_SPINCOUNT", _SPINS)


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Restrict numpy's matrix products to one thread within the block.

    OpenBLAS threads wait busily after each product. On a machine of few cores they take these from
    the embedding model: on two cores, embedding a query took 14 ms alone, and 56 ms while another
    thread computed products of a millisecond.
    """
    import numpy as np  # noqa: F401 - loads OpenBLAS, so that `_pools` finds it

    with _pools(internal_api="openblas").limit(limits=1):
        yield


@contextmanager
def one_torch_thread() -> Iterator[None]:
    """Restrict PyTorch to one thread for the computations of the calling thread.

    Two threads embed a query hardly faster than one, and synchronise after each layer: with another
    program on both cores, a query took 20 ms in one thread and 800 ms in two.
    """
    import torch

    torch.get_num_threads()  # torch sets the thread's limit at its first use
    with _pools(user_api="openmp").limit(limits=1):
        yield


@cache
def _pools(**kind: str) -> Any:
    """Thread pools of the given kind in the libraries loaded so far."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(**kind)
