"""Tests of ui/web/serve.py: addresses that are refused, and what is logged of a failed request."""

import socket
import subprocess
import sys

import pytest

from assistant import Settings
from ui.session import InvalidSettings
from ui.web import serve as module

SERVE = """
import socket, threading
import httpx, uvicorn
from ui.log_lines import keep_records_apart
from ui.web.serve import server_config

async def fail(scope, receive, send):
    raise RuntimeError("no \\x1b]0;owned\\x07\\n2026-01-01 00:00:00,000 the store was removed")

keep_records_apart()
listener = socket.create_server(("127.0.0.1", 0))
server = uvicorn.Server(server_config(fail))
serving = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
serving.start()
address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
print(httpx.get(address, trust_env=False, timeout=30).status_code)
server.should_exit = True
serving.join()
"""


def test_the_text_of_an_error_forges_no_record_and_commands_no_terminal():
    done = subprocess.run([sys.executable, "-c", SERVE], capture_output=True, text=True, check=True)
    assert done.stdout == "500\n"
    first, *others = done.stderr.splitlines()
    assert first.startswith("Exception in ASGI application")
    assert [line for line in others if not line.startswith("    ")] == []
    assert sum("the store was removed" in line for line in others) >= 1
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize(
    ("host", "settings", "serves"),
    [
        ("127.0.0.1", {}, True),
        ("localhost", {}, True),
        ("0.0.0.0", {}, False),
        ("0.0.0.0", {"read_only": True}, False),
        ("0.0.0.0", {"auth": "ana:secret"}, True),
        ("0.0.0.0", {"open": True}, True),
    ],
)
def test_other_machines_are_served_with_a_login_only_or_where_it_is_said(
    monkeypatch, host, settings, serves
):
    """What answers is left out here; the socket is bound as it would be."""
    bound: list[socket.socket] = []

    class Server:
        def __init__(self, *_):
            pass

        def run(self, sockets):
            bound.extend(sockets)

    monkeypatch.setattr("ui.operations.server.ChatServer", Server)
    monkeypatch.setattr(module, "create_app", lambda *_: None)
    monkeypatch.setattr(module, "server_config", lambda _: None)
    if serves:
        module.serve(None, Settings(**settings), host, 0)
        assert len(bound) == 1
        return
    with pytest.raises(InvalidSettings, match=r"CITERA_AUTH_FILE.*127\.0\.0\.1.*CITERA_OPEN=true"):
        module.serve(None, Settings(**settings), host, 0)
    assert bound == []
