"""One question to the chat over HTTP, and the moments at which parts of its answer came."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx

Message = dict[str, str]
"""A message of OpenAI's interface: `role` and `content`."""
Outcome = Literal["answered", "hung up", "refused", "failed"]
Mark = Literal["passages", "quoted"]
"""A moment of an answer: its first passages were found; its quotations were received."""

_TIMEOUT = httpx.Timeout(30, read=180)
_REFUSALS = (429, 503)


@dataclass(slots=True)
class Exchange:
    """A question, what came of it, and when; moments are seconds of `time.monotonic`."""

    person: str
    messages: Sequence[Message]
    sent: float = field(default_factory=time.monotonic)
    passages: float | None = None
    quoted: float | None = None
    ended: float = 0.0
    outcome: Outcome = "failed"
    text: str = ""
    error: str = ""
    retry_after: float | None = None
    """Seconds to wait after a refusal, where it names them."""


def client_of(address: str, key: str = "none") -> httpx.Client:
    """A client of the chat; `key` is `name:password` where it asks for a login."""
    headers = {"Authorization": f"Bearer {key}"}
    # A proxy of the environment must not be asked for an address of this machine.
    return httpx.Client(base_url=address, headers=headers, timeout=_TIMEOUT, trust_env=False)


def user(text: str) -> Message:
    """A question as a message."""
    return {"role": "user", "content": text}


def ask(
    client: httpx.Client, messages: Sequence[Message], person: str = "", hang_up: Mark | None = None
) -> Exchange:
    """Ask the last of `messages`, streamed; with `hang_up`, close the connection at that mark.

    Nothing is raised for a connection that breaks: the outcome is then `failed`.
    """
    exchange = Exchange(person, messages)
    body = {"messages": messages, "stream": True}
    try:
        with client.stream("POST", "/v1/chat/completions", json=body) as response:
            if response.status_code == httpx.codes.OK:
                _read(response, exchange, hang_up)
            else:
                _refuse(response, exchange)
    except httpx.HTTPError as error:
        exchange.outcome, exchange.error = "failed", repr(error)
    exchange.ended = time.monotonic()
    return exchange


def _read(response: httpx.Response, exchange: Exchange, hang_up: Mark | None) -> None:
    for line in response.iter_lines():
        _note(line, exchange)
        if hang_up and getattr(exchange, hang_up) is not None:
            exchange.outcome = "hung up"
            return
        if line == "data: [DONE]" and exchange.text and not exchange.error:
            exchange.outcome = "answered"
    if exchange.outcome == "failed" and not exchange.error:
        exchange.error = "the stream ended without an answer"


def _note(line: str, exchange: Exchange) -> None:
    """Note what one line of a stream of events says."""
    if line == ": at work" and exchange.passages is None:
        exchange.passages = time.monotonic()
    if not line.startswith("data: {"):
        return
    event: dict[str, Any] = json.loads(line.removeprefix("data: "))
    if "error" in event:
        exchange.error = str(event["error"]["message"])
        return
    content = event["choices"][0]["delta"].get("content", "")
    if content and exchange.quoted is None:
        exchange.quoted = time.monotonic()
    exchange.text += content


def _refuse(response: httpx.Response, exchange: Exchange) -> None:
    response.read()
    exchange.error = f"{response.status_code}: {response.text[:200]}"
    if response.status_code in _REFUSALS:
        exchange.outcome = "refused"
        exchange.retry_after = float(response.headers.get("retry-after", 0)) or None


def search(client: httpx.Client, query: str) -> float | None:
    """Search by the HTTP function of Gradio; the seconds it took, None if it failed."""
    began = time.monotonic()
    path = "/gradio_api/call/v2/search"
    try:
        call = client.post(path, json={"query": query}).raise_for_status().json()["event_id"]
        with client.stream("GET", f"{path}/{call}") as response:
            done = any(line == "event: complete" for line in response.iter_lines())
    except httpx.HTTPError:
        return None
    return time.monotonic() - began if done else None
