"""A Chroma server and a PostgreSQL server on this machine, for a benchmark or the tests."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from vectorstore.errors import CiteraError
from vectorstore.tables.postgres_address import PostgresAddress

USER = "citera"
_SECONDS = 120
_CHROMA = """
import sys, chromadb_rust_bindings
chromadb_rust_bindings.cli(["chroma", "run", *sys.argv[1:]])
"""
"""What the command `chroma run` does, without importing all of chromadb, which takes seconds."""
_ACCOUNTS = ("postgres", "nobody")
"""Whom PostgreSQL may run as: it refuses to be root."""


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A server that listens on 127.0.0.1; `url` is that of its database, if it has any."""

    url: str
    port: int
    pid: int


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running_chroma(folder: Path, port: int | None = None) -> Iterator[RunningServer]:
    """Run `chroma run` on a folder, which is made if need be."""
    chosen = port or free_port()
    url = f"http://127.0.0.1:{chosen}"
    command = [sys.executable, "-c", _CHROMA, "--path", str(folder)]
    process = subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(chosen)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(process, lambda: urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=_SECONDS))
        yield RunningServer(url, chosen, process.pid)
    finally:
        process.terminate()
        process.wait(_SECONDS)


def make_cluster(folder: Path, password: str) -> None:
    """Make the data of a PostgreSQL server in a folder that exists, and `USER` its superuser.

    All that the folder holds is given to the account that the server runs as.

    Raises:
        CiteraError: if there is no PostgreSQL, or no account to run it as.
    """
    programs, account = _programs(), _account()
    secret = folder / "password"
    secret.touch(0o600)
    secret.write_text(password, encoding="utf-8")
    (folder / "data").mkdir()
    if account:
        for path in (folder, *folder.iterdir()):
            os.chown(path, account["user"], account["group"])
    subprocess.run(
        [str(programs / "initdb"), "-D", "data", "-U", USER, "--pwfile=password", "--no-sync",
         "--auth=scram-sha-256", "--no-locale", "--encoding=UTF8"],
        cwd=folder, check=True, capture_output=True, **account,
    )  # fmt: skip


@contextmanager
def running_postgres(folder: Path, settings: Sequence[str] = ()) -> Iterator[RunningServer]:
    """Run PostgreSQL on what `make_cluster` made, with more `settings`, each `name=value`."""
    from pg8000.exceptions import Error

    port = free_port()
    local = (f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=",
             "log_min_messages=fatal")  # fmt: skip
    options = [part for each in (*local, *settings) for part in ("-c", each)]
    process = subprocess.Popen(
        [str(_programs() / "postgres"), "-D", "data", *options],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **_account(),
    )  # fmt: skip
    password = quote((folder / "password").read_text("utf-8"), safe="")
    url = f"postgresql://{USER}:{password}@127.0.0.1:{port}/postgres"
    try:
        _wait(process, lambda: PostgresAddress.parse(url).connect("public"), (Error,))
        yield RunningServer(url, port, process.pid)
    finally:
        process.send_signal(2)  # ends sessions that are open still
        process.wait(_SECONDS)


def _programs() -> Path:
    """The folder with PostgreSQL's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    program = shutil.which("initdb") or (str(found[-1]) if found else None)
    if program is None:
        raise CiteraError("There is no PostgreSQL server on this machine. Install one.")
    return Path(program).resolve().parent


def _account() -> dict[str, Any]:
    """The arguments of `Popen` that run a program as another user, if this one is root."""
    if os.getuid() != 0:
        return {}
    known = {each.pw_name: each for each in pwd.getpwall()}
    entry = next((known[name] for name in _ACCOUNTS if name in known), None)
    if entry is None:
        raise CiteraError("PostgreSQL refuses to run as root. Make an account `postgres`.")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _wait(
    process: subprocess.Popen[bytes],
    connect: Callable[[], Any],
    refusals: tuple[type[Exception], ...] = (),
) -> None:
    """Wait until `connect` opens a connection, which is closed again."""
    deadline = time.monotonic() + _SECONDS
    errors: tuple[type[Exception], ...] = (OSError, *refusals)
    while True:
        try:
            connect().close()
            return
        except errors as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise CiteraError(f"A server did not start: {error}") from error
            time.sleep(0.1)
