"""The guard that keeps tests off the network, tried."""

import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.request import urlopen

import pytest

from tests.conftest import NetworkBlocked

OUTSIDE = ("192.0.2.1", 80)  # an address that is nobody's, by RFC 5737


def send_datagram() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"hello", OUTSIDE)


def ask_in_a_thread() -> None:
    caught: list[BaseException] = []

    def ask() -> None:
        try:
            urlopen("http://citera.invalid/", timeout=1)
        except BaseException as error:
            caught.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    raise caught[0]


@pytest.mark.parametrize(
    "reach_out",
    [
        lambda: socket.create_connection(OUTSIDE, timeout=1),
        lambda: socket.getaddrinfo("citera.invalid", 443),
        lambda: urlopen("http://citera.invalid/", timeout=1),
        send_datagram,
        ask_in_a_thread,
    ],
)
def test_nothing_outside_is_reached_or_looked_up(
    no_network: list[str], reach_out: Callable[[], object]
) -> None:
    before = len(no_network)
    with pytest.raises(NetworkBlocked):
        reach_out()
    assert len(no_network) > before
    del no_network[before:]  # for this test alone they are no fault


def test_this_machine_is_reached() -> None:
    class Hello(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"hello")

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Hello)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with urlopen(f"http://localhost:{server.server_port}/", timeout=5) as reply:
        assert reply.read() == b"hello"
    server.shutdown()
    server.server_close()
