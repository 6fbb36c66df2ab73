"""Fixtures of the chat page's tests: the real chat in a process of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest import sample_article_path
from tests.ui import chats
from ui.cli.main import main


@dataclass(frozen=True)
class Done:
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture(scope="session")
def citera() -> Callable[..., Done]:
    """Runs the command line as it is typed, with `CITERA_…` variables, in this process.

    A process of its own would load torch for every command.
    """

    def run(*arguments: str, **settings: object) -> Done:
        result = CliRunner().invoke(main, arguments, env=chats.environment_of(settings))
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Done(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture(scope="session")
def sample_store(citera, tmp_path_factory) -> Path:
    """A store that holds the sample article; not to be written to."""
    store = tmp_path_factory.mktemp("sample") / "store"
    done = citera("ingest", str(sample_article_path()), store=store)
    assert done.returncode == 0, done.stderr
    return store


@pytest.fixture(scope="session")
def sample_chat(sample_store, tmp_path_factory) -> Iterator[str]:
    """The address of a chat about the sample article, which it quotes; nothing is added."""
    with chats.chats(chats.fork_chat, lambda: tmp_path_factory.mktemp("chat")) as opened:
        yield opened(store=sample_store, model="extractive")


@pytest.fixture(scope="session")
def empty_chat(tmp_path_factory) -> Iterator[str]:
    """The address of a chat that has no article at first; each test leaves it without any."""
    with chats.chats(chats.fork_chat, lambda: tmp_path_factory.mktemp("chat")) as opened:
        yield opened(store=tmp_path_factory.mktemp("empty") / "store", model="extractive")


@pytest.fixture(scope="module")
def open_chat(tmp_path_factory) -> Iterator[Callable[..., str]]:
    """Opens chats on free ports, gives their addresses, and ends them after the module."""
    with chats.chats(chats.fork_chat, lambda: tmp_path_factory.mktemp("chat")) as opened:
        yield opened


@pytest.fixture(scope="module")
def start_chat(tmp_path_factory) -> Iterator[Callable[..., str]]:
    """As `open_chat`, with the interpreter and the command that people start."""
    with chats.chats(chats.start_chat, lambda: tmp_path_factory.mktemp("chat")) as opened:
        yield opened
