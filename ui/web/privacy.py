"""Middleware: a content security policy, no references to other hosts, and no forbidden uploads."""

import re
from typing import TYPE_CHECKING, Any

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse

from ui.access.rights import MayNotEdit, Rights
from ui.access.sessions import login_name
from vectorstore.article import DEFAULT_COLLECTION

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = {
    "content-security-policy": "; ".join(
        (
            "default-src 'self'",
            # Gradio builds its components' templates and event code from strings.
            "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    ),
    # No address of the chat reaches another site; with `no-referrer`, browsers would also hide from
    # the chat that its own forms were sent by its own pages.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}

_FOREIGN = re.compile(rb'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>\s*')
"""Meta tags for social networks in Gradio's page template, which refer to Gradio's site."""

_TAKE_FILES = ("/upload", "/process_recording")
"""How the paths of Gradio's routes end that write a file which they are sent."""
_GIVE_FILES = re.compile(r"/file[=/]")
"""What the paths of Gradio's routes hold that give such a file back."""


class OwnHostOnly:
    """ASGI middleware that adds the headers and removes foreign references from HTML pages.

    Written against ASGI itself because Starlette's function middleware would stand between a
    streamed answer and the news that its reader has gone.
    """

    def __init__(self, app: "ASGIApp") -> None:
        self.app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, _Rewriter(send))


class _Rewriter:
    """Replacement for `send` that buffers an HTML page until it is complete."""

    def __init__(self, send: "Send") -> None:
        self.send = send
        self.start: dict[str, Any] | None = None
        self.body = b""

    async def __call__(self, message: "Message") -> None:
        if message["type"] == "http.response.start":
            await self._begin(dict(message))
        elif self.start is None:
            await self.send(message)
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish()

    async def _begin(self, message: dict[str, Any]) -> None:
        headers = {key.lower(): value for key, value in message["headers"]}
        own = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
        message["headers"] = [*message["headers"], *own]
        html = headers.get(b"content-type", b"").startswith(b"text/html")
        if html and b"content-encoding" not in headers:
            self.start = message
        else:
            await self.send(message)

    async def _finish(self) -> None:
        assert self.start is not None
        body = _FOREIGN.sub(b"", self.body)
        kept = [(k, v) for k, v in self.start["headers"] if k.lower() != b"content-length"]
        self.start["headers"] = [*kept, (b"content-length", str(len(body)).encode())]
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": body})


class EditorsUpload:
    """ASGI middleware that refuses files of those who may not add articles.

    Gradio's own routes take files from everybody, even where the page has no field for them, and
    give back what others sent to whoever knows its name and hash. Who may not see the collection of
    uploads is told there is none.
    """

    def __init__(self, app: "ASGIApp", rights: Rights) -> None:
        self.app = app
        self.rights = rights

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Serve one request."""
        refused = self._refusal(scope) if scope["type"] == "http" else None
        await (refused or self.app)(scope, receive, send)

    def _refusal(self, scope: "Scope") -> PlainTextResponse | None:
        name, path = login_name(HTTPConnection(scope)), scope["path"]
        if path.rstrip("/").endswith(_TAKE_FILES):
            try:
                self.rights.require_add(name)
            except MayNotEdit as error:
                return PlainTextResponse(str(error), 403)
        elif _GIVE_FILES.search(path) and DEFAULT_COLLECTION in self.rights.closed_to(name):
            return PlainTextResponse("Not found", 404)
        return None
