"""Processes of tests, forked from a server that has imported the heavy libraries once.

A new interpreter takes seconds to import them. Where it is the start of a program that a test is
about, or what it imports, the test starts an interpreter; where it needs a process, it forks one.
"""

import multiprocessing
import os
from collections.abc import Callable, Mapping
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.fork_server"])


def forked(
    target: Callable[..., object],
    *arguments: Any,
    environment: Mapping[str, str] | None = None,
    output: Connection | None = None,
) -> BaseProcess:
    """A process that calls `target`, to be started; it is killed when the tests end.

    It has the given environment, or that which this process has now, and writes into `output`.
    """
    _start_server()
    own = dict(os.environ if environment is None else environment)
    return FORKS.Process(target=_call, args=(target, arguments, own, output), daemon=True)


def outcome(
    target: Callable[..., object],
    *arguments: Any,
    at_once: int = 1,
    environment: Mapping[str, str] | None = None,
) -> tuple[list[int | None], str]:
    """The exit codes of forked processes that all call `target`, and what they print."""
    reader, writer = FORKS.Pipe(duplex=False)
    processes = [
        forked(target, *arguments, environment=environment, output=writer) for _ in range(at_once)
    ]
    for process in processes:
        process.start()
    writer.close()
    with os.fdopen(os.dup(reader.fileno()), encoding="utf-8") as output:
        said = output.read()  # to the end of the last process
    reader.close()
    for process in processes:
        process.join(300)
    return [process.exitcode for process in processes], said


@cache
def _start_server() -> None:
    """Return when the server has imported everything, so that no deadline has to allow for it."""
    first = FORKS.Process(target=os.getpid)
    first.start()
    first.join()
    assert first.exitcode == 0, "the server of forked processes has failed; see its output"


def _call(
    target: Callable[..., object],
    arguments: tuple[Any, ...],
    environment: Mapping[str, str],
    output: Connection | None,
) -> None:
    os.environ.clear()  # that of the server is of the moment when it was started
    os.environ.update(environment)
    if output is not None:
        for number in (1, 2):
            os.dup2(output.fileno(), number)
        output.close()
    target(*arguments)
