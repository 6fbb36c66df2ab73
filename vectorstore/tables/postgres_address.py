"""`PostgresAddress`: where a PostgreSQL database is, and how a connection to it is opened."""

import socket
import ssl
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from vectorstore.errors import CiteraError

_CONNECT_SECONDS = 30
_KEEPALIVE = {"TCP_KEEPIDLE": 60, "TCP_KEEPINTVL": 15, "TCP_KEEPCNT": 4}
"""A server that has vanished is noticed after two minutes; Linux alone would take two hours."""
_SSL_MODES = ("disable", "prefer", "require", "verify-full")
_FORM = (
    "Write CITERA_DATABASE as postgresql://user:password@host:port/database, with `%40` for an @ in"
    " the password; `?sslmode=` may be disable, prefer, require or verify-full, the last with"
    " `&sslrootcert=` and a file of certificates."
)


@dataclass(frozen=True, slots=True)
class PostgresAddress:
    """The address of a database, as PostgreSQL's own programs write it.

    `ssl_mode` `prefer` uses TLS where the server offers it, `require` always, and `verify-full`
    also verifies the server's certificate, by `certificates` or those of public authorities.
    """

    host: str
    port: int
    database: str
    user: str
    password: str | None = field(repr=False)
    ssl_mode: str = "prefer"
    certificates: str | None = None

    @classmethod
    def parse(cls, url: str) -> "PostgresAddress":
        """The address in `postgresql://user:password@host:port/database`.

        Raises:
            CiteraError: if it is not of this form; the password is not shown.
        """
        try:
            parts = urlsplit(url)
            port = parts.port or 5432
        except ValueError:
            raise CiteraError(
                f"CITERA_DATABASE is not the address of a database. {_FORM}"
            ) from None
        options = dict(parse_qsl(parts.query))
        mode = options.pop("sslmode", "prefer")
        certificates = options.pop("sslrootcert", None)
        database = unquote(parts.path.lstrip("/"))
        named = parts.scheme in ("postgresql", "postgres") and parts.hostname and parts.username
        if not named or not database or options or mode not in _SSL_MODES:
            raise CiteraError(f"CITERA_DATABASE is not the address of a database. {_FORM}")
        password = unquote(parts.password) if parts.password else None
        user, host = unquote(parts.username or ""), parts.hostname or ""
        return cls(host, port, database, user, password, mode, certificates)

    def __str__(self) -> str:
        return f"{self.database} on {self.host}:{self.port}"

    def connect(self, schema: str) -> Any:
        """A new connection of pg8000, without a transaction, that looks for tables in `schema`.

        Raises:
            CiteraError: if pg8000 is not installed.
            pg8000.exceptions.Error: if the server refuses the connection.
            OSError: if it cannot be reached, or the certificates cannot be read.
        """
        try:
            from pg8000 import dbapi
        except ModuleNotFoundError as error:
            raise CiteraError(
                "CITERA_DATABASE needs the package pg8000: `pip install 'citera[server]'`, or leave"
                " the variable unset."
            ) from error
        raw = dbapi.connect(
            self.user,
            host=self.host,
            database=self.database,
            password=self.password,
            ssl_context=self._ssl_context(),
            application_name="citera",
            startup_params={"search_path": schema},
            sock=self._socket(),
        )
        raw.autocommit = True  # transactions are begun where they are needed
        return raw

    def _socket(self) -> socket.socket:
        opened = socket.create_connection((self.host, self.port), _CONNECT_SECONDS)
        opened.settimeout(None)  # a statement may wait for a lock, or take long
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        # pg8000 sends a statement in parts: one would wait until the server confirms the former.
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for name, value in _KEEPALIVE.items():
            if hasattr(socket, name):
                opened.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
        return opened

    def _ssl_context(self) -> ssl.SSLContext | bool | None:
        """What pg8000 takes: False for none, None to try without verification, True to require."""
        if self.ssl_mode == "verify-full":
            return ssl.create_default_context(cafile=self.certificates)
        return {"disable": False, "prefer": None, "require": True}[self.ssl_mode]
