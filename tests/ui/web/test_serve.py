"""Tests of ui/web/serve.py: what the server logs of a request that fails."""

import subprocess
import sys

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
