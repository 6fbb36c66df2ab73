"""Runs a function in a process of its own, which ends with this one, as its own processes do."""

import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import active_children, get_context
from typing import Any, TypeVar

Result = TypeVar("Result")


def alone(function: Callable[..., Result], *values: Any) -> Result:
    """What a function returns in a process of its own, whose memory is that of nothing else."""
    with ProcessPoolExecutor(1, get_context("spawn"), _die_at_sigterm) as pool:
        return pool.submit(function, *values).result()


def end_at_sigterm() -> None:
    """Have SIGTERM end this process by an exception, so that servers are ended too."""
    signal.signal(signal.SIGTERM, _end)


def _end(*_: object) -> None:
    _terminate_children()
    sys.exit(143)


def _die_at_sigterm() -> None:
    signal.signal(signal.SIGTERM, _die)


def _die(*_: object) -> None:
    _terminate_children()
    os._exit(143)  # an exception may be lost in what is being run, and the pool waits for it


def _terminate_children() -> None:
    for process in active_children():
        process.terminate()
