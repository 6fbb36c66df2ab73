"""Tests of privacy.py: headers on every answer, foreign references out, streams untouched."""

from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.web.privacy import OwnHostOnly

PAGE = (
    '<html><head><meta property="og:image" content="https://elsewhere.example/x.png" />\n'
    '<meta\n  name="twitter:creator" content="@them" /><meta name="viewport" content="w">'
    "</head><body>é</body></html>"
)


def client() -> TestClient:
    async def page(_):
        return HTMLResponse(PAGE)

    async def stream(_):
        return StreamingResponse(
            iter(["data: 1\n\n", "data: 2\n\n"]), media_type="text/event-stream"
        )

    async def text(_):
        return PlainTextResponse('<meta property="og:image">')

    routes = [Route("/", page), Route("/stream", stream), Route("/text", text)]
    app = Starlette(routes=routes)
    app.add_middleware(OwnHostOnly)
    return TestClient(app)


def test_foreign_references_leave_the_page_and_its_own_stay():
    response = client().get("/")
    assert "elsewhere" not in response.text
    assert "twitter" not in response.text
    assert '<meta name="viewport" content="w">' in response.text
    assert response.text.endswith("<body>é</body></html>")
    assert int(response.headers["content-length"]) == len(response.content)


def test_the_browser_is_told_to_ask_no_other_host():
    for path in ("/", "/stream", "/text"):
        policy = client().get(path).headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "http" not in policy
        assert "*" not in policy


def test_other_kinds_pass_unchanged():
    assert client().get("/text").text == '<meta property="og:image">'
    assert client().get("/stream").text == "data: 1\n\ndata: 2\n\n"
