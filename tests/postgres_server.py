"""A PostgreSQL server for the tests, which they start and stop themselves."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.required import required
from tests.servers import free_port, self_signed

USER, PASSWORD = "citera", "p@ss word"
_SECONDS = 120
_ACCOUNTS = ("postgres", "nobody")
"""Whom PostgreSQL may run as: it refuses to be root."""


@dataclass(frozen=True)
class PostgresServer:
    """A running server, whose certificate is in the file `certificate`."""

    port: int
    certificate: Path

    def url(self, database: str, options: str = "") -> str:
        """The address of a database."""
        return f"postgresql://citera:p%40ss%20word@127.0.0.1:{self.port}/{database}{options}"

    def run(self, statement: str, database: str = "postgres") -> list[Any]:
        """Run one statement outside of a transaction."""
        connection = required("pg8000.dbapi").connect(
            USER, host="127.0.0.1", port=self.port, database=database, password=PASSWORD
        )
        with closing(connection):
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A server that the tests share."""
    required("pg8000.dbapi")
    programs = _programs()
    account = _account()
    with tempfile.TemporaryDirectory(prefix="citera-postgres-") as folder:
        certificate, _ = self_signed(Path(folder))
        _initialise(programs, Path(folder), account)
        port = free_port()
        settings = [
            f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off",
            "shared_buffers=16MB", "ssl=on", "ssl_cert_file=../certificate.pem",
            "ssl_key_file=../key.pem", "log_min_messages=fatal",
        ]  # fmt: skip
        options = [part for each in settings for part in ("-c", each)]
        process = subprocess.Popen(
            [str(programs / "postgres"), "-D", "data", *options],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **account,
        )  # fmt: skip
        try:
            server = PostgresServer(port, certificate)
            _wait_for(server, process)
            yield server
        finally:
            process.send_signal(2)  # ends sessions that are open still
            process.wait(_SECONDS)


@pytest.fixture
def database_url(postgres: PostgresServer) -> str:
    """The address of a database without tables."""
    postgres.run("DROP SCHEMA IF EXISTS citera CASCADE")
    return postgres.url("postgres")


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    program = shutil.which("initdb") or (str(found[-1]) if found else None)
    return Path(program).resolve().parent if program else pytest.skip("no PostgreSQL server")


def _account() -> dict[str, Any]:
    """The arguments of `Popen` that run a program as another user, if this one is root."""
    if os.getuid() != 0:
        return {}
    known = {each.pw_name: each for each in pwd.getpwall()}
    entry = next((known[name] for name in _ACCOUNTS if name in known), None)
    if entry is None:
        pytest.skip("no account to run PostgreSQL as")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _initialise(programs: Path, folder: Path, account: dict[str, Any]) -> None:
    (folder / "password").write_text(PASSWORD)
    (folder / "data").mkdir()
    (folder / "key.pem").chmod(0o600)
    if account:
        for path in (folder, *folder.iterdir()):
            os.chown(path, account["user"], account["group"])
    subprocess.run(
        [str(programs / "initdb"), "-D", "data", "-U", USER, "--pwfile=password", "--no-sync",
         "--auth=scram-sha-256", "--no-locale", "--encoding=UTF8"],
        cwd=folder, check=True, capture_output=True, **account,
    )  # fmt: skip


def _wait_for(server: PostgresServer, process: subprocess.Popen[bytes]) -> None:
    interface_error = required("pg8000.exceptions").Error
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            server.run("SELECT 1")
            return
        except (interface_error, OSError):
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < deadline
            time.sleep(0.1)
