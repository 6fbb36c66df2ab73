"""A PostgreSQL server for the tests, which they start and stop themselves."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from eval.bench.scale.servers import USER, make_cluster, running_postgres
from tests.required import required
from tests.servers import self_signed
from vectorstore import CiteraError

PASSWORD = "p@ss word"


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
    with tempfile.TemporaryDirectory(prefix="citera-postgres-") as name:
        folder = Path(name)
        certificate, key = self_signed(folder)
        key.chmod(0o600)
        try:
            make_cluster(folder, PASSWORD)
        except CiteraError as error:
            pytest.skip(str(error))
        settings = (
            "fsync=off", "shared_buffers=16MB", "ssl=on", "ssl_cert_file=../certificate.pem",
            "ssl_key_file=../key.pem",
        )  # fmt: skip
        with running_postgres(folder, settings) as server:
            yield PostgresServer(server.port, certificate)


@pytest.fixture
def database_url(postgres: PostgresServer) -> str:
    """The address of a database without tables."""
    postgres.run("DROP SCHEMA IF EXISTS citera CASCADE")
    return postgres.url("postgres")
