"""Chats in processes of their own, and the environment of what the command line is given."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.forks import FORKS, forked
from ui.cli.main import main

_READY = re.compile(r"ready at (http://\S+)")
_CHAT = ["chat", "--port", "0"]


@dataclass(frozen=True)
class Running:
    """A chat that was started, with what it prints."""

    output: IO[str]
    terminate: Callable[[], None]
    kill: Callable[[], None]
    wait: Callable[[float], object]


def start_chat(environment: dict[str, str]) -> Running:
    """A chat as people start it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ui.cli.main", *_CHAT],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    return Running(process.stdout, process.terminate, process.kill, process.wait)


def fork_chat(environment: dict[str, str], serve: Callable[[], None] | None = None) -> Running:
    """A chat that need not import anything, in seconds less; `serve` runs it, if it is given."""
    reader, writer = FORKS.Pipe(duplex=False)
    process = forked(serve or chat, environment=environment, output=writer)
    process.start()
    writer.close()

    def wait(seconds: float) -> None:
        process.join(seconds)
        assert process.exitcode is not None, "the chat did not end"

    output = os.fdopen(os.dup(reader.fileno()), encoding="utf-8")
    reader.close()
    return Running(output, process.terminate, process.kill, wait)


def chat() -> None:
    """Run the command that serves a chat."""
    main(_CHAT)


@contextmanager
def chats(
    start: Callable[[dict[str, str]], Running], make_home: Callable[[], Path]
) -> Iterator[Callable[..., str]]:
    """Opens chats with settings on free ports, gives their addresses, and ends them all."""
    running: list[Running] = []

    def open_chat(**settings: object) -> str:
        home = make_home()
        own = {name: home / name for name in ("uploads", "links", "feedback")}
        running.append(start(environment_of({**own, **settings})))
        return _address(running[-1])

    yield open_chat
    for chat in running:
        chat.terminate()
    for chat in running:
        chat.wait(30)


def _address(chat: Running) -> str:
    """The address that the chat prints once it answers; its output is read on to the end."""
    said = ""
    watchdog = threading.Timer(120, chat.kill)
    watchdog.start()
    for line in chat.output:
        said += line
        if ready := _READY.search(line):
            watchdog.cancel()
            threading.Thread(target=chat.output.read, daemon=True).start()
            return ready[1]
    raise AssertionError(f"the chat did not start:\n{said}")


def environment_of(settings: dict[str, object]) -> dict[str, str]:
    """This process's environment with `CITERA_…` variables for the settings."""
    return {
        **os.environ,
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        **{f"CITERA_{name.upper()}": str(value) for name, value in settings.items()},
    }
