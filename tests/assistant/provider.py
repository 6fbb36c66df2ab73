"""A stand-in for a provider of chat models: it speaks OpenAI's protocol, and misbehaves as told."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-very-secret-1234567890"


@dataclass
class StandIn:
    """What a test sees of the stand-in: its address, what it was asked, and who hung up."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    """Set when the test ends, so that no request outlives it."""


class Exchange(BaseHTTPRequestHandler):
    """One request to the stand-in, which a behaviour answers, or not."""

    protocol_version = "HTTP/1.1"
    stand_in: StandIn
    behave: Callable[["Exchange"], None]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.stand_in.requests.append(body)
        self.close_connection = True
        try:
            type(self).behave(self)
        except (BrokenPipeError, ConnectionResetError):
            self.stand_in.hung_up.set()

    def log_message(self, *_: Any) -> None:
        pass

    def fail(self, status: int, message: str, code: str = "error", **headers: str) -> None:
        """An error as OpenAI's servers send it; `message` repeats the key, as some do."""
        error = {"message": f"{message} (key {KEY})", "type": code, "code": code}
        self.send(status, json.dumps({"error": error}), "application/json", **headers)

    def send(self, status: int, text: str, kind: str, **headers: str) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def begin(self) -> None:
        """The head of a stream."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def event(self, data: str) -> None:
        """One event of a stream."""
        line = f"data: {data}\n\n".encode()
        self.wfile.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")
        self.wfile.flush()

    def write(self, text: str) -> None:
        """A piece of the reply."""
        self.event(_chunk({"role": "assistant", "content": text}))

    def end(self, reason: str | None = "stop", usage: tuple[int, int] | None = (900, 20)) -> None:
        """The end of a stream: why, the tokens read and written, and its last chunk."""
        if reason:
            self.event(_chunk({}, reason))
        if usage:
            read, written = usage
            counts = {"prompt_tokens": read, "completion_tokens": written}
            self.event(_chunk(None, usage=counts | {"total_tokens": read + written}))
        if reason:
            self.event("[DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def wait_for_hang_up(self, seconds: float = 5.0) -> None:
        """Say nothing until the client has gone."""
        self.connection.settimeout(seconds)
        try:
            if self.connection.recv(1) == b"":
                self.stand_in.hung_up.set()
        except TimeoutError:
            pass


Behaviour = Callable[[Exchange], None]


def reply(text: str, reason: str | None = "stop") -> Behaviour:
    """A reply in pieces of a few letters, as a model writes it."""

    def behave(exchange: Exchange) -> None:
        exchange.begin()
        for start in range(0, len(text), 7):
            exchange.write(text[start : start + 7])
        exchange.end(reason)

    return behave


@contextmanager
def stand_in(*behaviours: Behaviour) -> Iterator[StandIn]:
    """A provider on this machine: one behaviour a request, the last one for all further ones."""
    left = list(behaviours)

    def behave(exchange: Exchange) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(exchange)

    handler = type("Behaving", (Exchange,), {"behave": behave})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    handler.stand_in = StandIn(f"http://127.0.0.1:{server.server_port}/v1")
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield handler.stand_in
    finally:
        handler.stand_in.over.set()
        server.shutdown()
        server.server_close()


def _chunk(
    delta: dict[str, str] | None, reason: str | None = None, usage: dict[str, int] | None = None
) -> str:
    choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": reason}]
    return json.dumps(
        {
            "id": "reply-1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "stand-in",
            "choices": choices,
            "usage": usage,
        }
    )
