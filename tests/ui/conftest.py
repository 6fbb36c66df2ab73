"""Fixtures of the chat page's tests: the real chat in a process of its own."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest import sample_article_path
from ui.cli.main import main

_READY = re.compile(r"ready at (http://\S+)")


@dataclass(frozen=True)
class Done:
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture(scope="session")
def citera() -> Callable[..., Done]:
    """Runs the command line as it is typed, with `CITERA_…` variables, in this process.

    A process of its own would load torch for every command; `sample_store` is made by one.
    """

    def run(*arguments: str, **settings: object) -> Done:
        result = CliRunner().invoke(main, arguments, env=_environment(settings))
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Done(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory) -> Path:
    """A store that holds the sample article; not to be written to."""
    store = tmp_path_factory.mktemp("sample") / "store"
    command = [sys.executable, "-m", "ui.cli.main", "ingest", str(sample_article_path())]
    subprocess.run(command, env=_environment({"store": store}), check=True, timeout=180)
    return store


@pytest.fixture(scope="module")
def open_chat(tmp_path_factory) -> Iterator[Callable[..., str]]:
    """Starts chats on free ports, gives their addresses, and ends them after the module."""
    processes = []

    def start(**settings: object) -> str:
        home = tmp_path_factory.mktemp("chat")
        own = {name: home / name for name in ("uploads", "links", "feedback")}
        process = subprocess.Popen(
            [sys.executable, "-m", "ui.cli.main", "chat", "--port", "0"],
            env=_environment({**own, **settings}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        processes.append(process)
        return _address(process)

    yield start
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(timeout=30)


def _address(process: subprocess.Popen[str]) -> str:
    """The address that the chat prints once it answers; its output is read on to the end."""
    assert process.stdout is not None
    said = ""
    watchdog = threading.Timer(120, process.kill)
    watchdog.start()
    for line in process.stdout:
        said += line
        if ready := _READY.search(line):
            watchdog.cancel()
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return ready[1]
    raise AssertionError(f"the chat did not start:\n{said}")


def _environment(settings: dict[str, object]) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        **{f"CITERA_{name.upper()}": str(value) for name, value in settings.items()},
    }
