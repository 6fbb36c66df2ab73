"""Servers that a store may use, started by the tests themselves: Chroma, and a proxy before it."""

import shutil
import ssl
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from eval.bench.scale.servers import running_chroma

TOKEN = "a token of the proxy"


@dataclass(frozen=True)
class Proxy:
    """A server with TLS that passes on only requests with `TOKEN`."""

    url: str
    certificate: Path


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server that the tests share."""
    with running_chroma(tmp_path_factory.mktemp("chroma")) as server:
        yield server.url


@pytest.fixture(scope="session")
def proxy(chroma: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """A proxy with TLS before the Chroma server, which asks for a token."""
    certificate, key = self_signed(tmp_path_factory.mktemp("tls"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _passing_on(chroma))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Proxy(f"https://127.0.0.1:{server.server_port}", certificate)
    server.shutdown()
    thread.join()
    server.server_close()


def self_signed(folder: Path) -> tuple[Path, Path]:
    """The files of a certificate for 127.0.0.1 and of its key, made in a folder."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
         "-out", str(certificate), "-keyout", str(key)],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate, key


def _passing_on(target: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Passes requests on, if they have the token."""

        protocol_version = "HTTP/1.1"

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                self._reply(401, b"no access")
                return
            request = urllib.request.Request(
                target + self.path,
                data=body or None,
                headers={"Content-Type": "application/json"},
                method=self.command,
            )
            try:
                with urllib.request.urlopen(request) as reply:
                    self._reply(reply.status, reply.read())
            except urllib.error.HTTPError as error:
                self._reply(error.code, error.read())

        do_GET = do_POST = do_PUT = do_DELETE = _pass_on

        def _reply(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    return Handler
