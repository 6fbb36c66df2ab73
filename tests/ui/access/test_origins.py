"""Tests of ui/access/origins.py: names in `Host`, and requests that other sites' pages make."""

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.access.origins import KnownHosts, SameOrigin, is_loopback

OWN = "chat.example"
EVIL = "https://evil.example"
OPENING = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


async def page(_):
    return PlainTextResponse("let in")


def client(middleware: type, **options) -> TestClient:
    app = Starlette(routes=[Route("/", page, methods=["GET", "POST"])])
    app.add_middleware(middleware, **options)
    return TestClient(app, base_url=f"http://{OWN}")


@pytest.mark.parametrize(
    ("served", "host", "known"),
    [
        ("127.0.0.1", "127.0.0.1:7860", True),
        ("127.0.0.1", "LOCALHOST:7860", True),
        ("127.0.0.1", "localhost.", True),
        ("127.0.0.1", "[::1]:7860", True),
        ("127.0.0.1", "Chat.Example", True),
        ("127.0.0.1", "evil.example", False),
        ("127.0.0.1", "localhost.evil.example", False),
        ("127.0.0.1", "evil.example:7860@localhost", False),
        ("127.0.0.1", "localhost/evil.example", False),
        ("127.0.0.1", "10.0.0.1", False),
        ("127.0.0.1", "", False),
        ("::1", "[::1]", True),
        ("localhost", "127.0.0.1", True),
        ("0.0.0.0", "192.168.1.5:7860", True),
        ("0.0.0.0", "[2001:db8::1]:7860", True),
        ("0.0.0.0", "evil.example", False),
        ("0.0.0.0", "1.2.3.4.evil.example", False),
        ("nas.local", "nas.local:7860", True),
        ("nas.local", "evil.example", False),
    ],
)
def test_only_names_of_the_chat_are_known(served, host, known):
    http = client(KnownHosts, served=served, names=[OWN])
    answer = http.get("/", headers={"Host": host})
    assert (answer.status_code, answer.text == "let in") == ((200, True) if known else (400, False))


@pytest.mark.parametrize(
    ("headers", "reads", "writes"),
    [
        ({}, True, True),  # a program
        ({"Sec-Fetch-Site": "same-origin", "Origin": f"http://{OWN}"}, True, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True, True),
        ({"Sec-Fetch-Site": "none"}, True, True),  # typed by the reader
        ({"Sec-Fetch-Site": "cross-site", "Origin": EVIL}, False, False),
        ({"Sec-Fetch-Site": "same-site", "Origin": f"http://{OWN}:8000"}, False, False),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "image"}, False, False),
        ({"Sec-Fetch-Site": "cross-site", **OPENING}, True, False),  # a link, and a form
        ({"Sec-Fetch-Site": "cross-site", **OPENING, "Sec-Fetch-Dest": "iframe"}, False, False),
        ({"Origin": f"http://{OWN}"}, True, True),
        ({"Origin": f"HTTP://{OWN.upper()}"}, True, True),
        ({"Origin": "https://proxy.example", "Host": "10.0.0.1:7860"}, True, True),
        ({"Origin": f"http://{OWN}:8000"}, False, False),
        ({"Origin": EVIL}, False, False),
        ({"Origin": f"{EVIL}#{OWN}"}, False, False),
        ({"Origin": f"https://{OWN}.evil.example"}, False, False),
        ({"Origin": "null"}, False, False),
        ({"Origin": "http://["}, False, False),
        ({"Origin": ""}, False, False),
    ],
)
def test_a_page_of_another_site_may_only_be_a_way_to_the_chat(headers, reads, writes):
    http = client(SameOrigin, names=["Proxy.example"])
    let_in = [http.request(method, "/", headers=headers).text for method in ("GET", "POST")]
    assert [text == "let in" for text in let_in] == [reads, writes]


@pytest.mark.parametrize(
    ("middleware", "options"), [(KnownHosts, {"served": OWN}), (SameOrigin, {})]
)
def test_a_stream_passes_as_it_comes(middleware, options):
    """Each part reaches the client before the next is made, and its leaving is told."""
    seen: list[object] = []

    async def stream(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for part in (b"1", b"2"):
            await send({"type": "http.response.body", "body": part, "more_body": True})
            assert seen[-1] == part
        seen.append((await receive())["type"])

    async def receive():
        return {"type": "http.disconnect"}

    async def send(message):
        seen.append(message.get("body"))

    scope = {"type": "http", "method": "GET", "headers": [(b"host", OWN.encode())]}
    asyncio.run(middleware(stream, names=[], **options)(scope, receive, send))
    assert seen == [None, b"1", b"2", "http.disconnect"]


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("Localhost", True)]
    + [(host, False) for host in ("0.0.0.0", "::", "10.0.0.1", "chat.example", "")],
)
def test_loopback_addresses(host, loopback):
    assert is_loopback(host) is loopback
