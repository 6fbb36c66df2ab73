"""Runs a function in a process of its own, which ends with this one, as its own processes do."""

import signal
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import active_children, get_context
from typing import Any, TypeVar

Result = TypeVar("Result")


def alone(function: Callable[..., Result], *values: Any) -> Result:
    """What a function returns in a process of its own, whose memory is that of nothing else."""
    with ProcessPoolExecutor(1, get_context("spawn"), end_at_sigterm) as pool:
        return pool.submit(function, *values).result()


def end_at_sigterm() -> None:
    """Have SIGTERM end this process by an exception, so that servers are ended too."""
    signal.signal(signal.SIGTERM, _end)


def _end(*_: object) -> None:
    for process in active_children():
        process.terminate()  # a pool waits for it
    sys.exit(143)
