"""The chat under test: a process of its own, with a store made from the packaged articles."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import Settings
from eval.datasets.sets import load_set
from vectorstore.errors import CiteraError

_READY = re.compile(r"ready at (http://\S+)")
_START_SECONDS = 180
_COMMAND = (sys.executable, "-m", "ui.cli.main")


@dataclass(frozen=True, slots=True)
class Chat:
    """A running chat: its address, the process that serves it, its store and its log."""

    address: str
    pid: int
    store: Path
    log: Path

    def tracebacks(self) -> int:
        """Number of tracebacks in the log."""
        return self.log.read_text("utf-8", errors="replace").count("Traceback (most recent call")


@contextmanager
def running_chat(
    folder: Path, settings: Mapping[str, object], articles: Sequence[Path] = ()
) -> Iterator[Chat]:
    """Start the chat on a free port, and end it on exit.

    `folder` is to hold all its files. `settings` are those that differ from the defaults, by name;
    `articles` are files to add to the packaged ones.

    Raises:
        CiteraError: if the articles cannot be ingested, or the chat does not start.
    """
    own = {name: folder / name for name in ("store", "uploads", "links", "feedback")}
    environment = _environment({**own, **settings})
    log = folder / "chat.log"
    with log.open("w", encoding="utf-8") as out:
        paths = [str(path) for path in (*load_set("several").articles, *articles)]
        ingest = subprocess.run(
            (*_COMMAND, "ingest", *paths), env=environment, stdout=out, stderr=out
        )
        if ingest.returncode:
            raise CiteraError(f"The articles could not be ingested:\n{_tail(log)}")
        command = (*_COMMAND, "chat", "--port", "0")
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
    try:
        yield Chat(_address(process, log), process.pid, own["store"], log)
    finally:
        _end(process)


def _environment(settings: Mapping[str, object]) -> dict[str, str]:
    """The environment of the chat: of this one, no setting but where the models are."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("CITERA_")}
    named = {"cache": Settings().cache, **settings}
    told = {f"CITERA_{name.upper()}": str(value) for name, value in named.items()}
    return {**others, **told, "PYTHONUNBUFFERED": "1"}


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """The address that the chat prints once it answers."""
    until = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        if ready := _READY.search(log.read_text("utf-8", errors="replace")):
            return ready[1]
        time.sleep(0.2)
    raise CiteraError(f"The chat did not start:\n{_tail(log)}")


def _tail(log: Path) -> str:
    return log.read_text("utf-8", errors="replace")[-2000:]


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
