"""Requests that a browser makes for other sites: names in `Host`, and cross-site requests."""

import re
from collections.abc import Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?::\d+)?")
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_OWN_SITE = ("same-origin", "none")


class KnownHosts:
    """ASGI middleware that refuses names in `Host` that are not the chat's.

    A page of another site whose name is pointed at this machine (DNS rebinding) sends that name.
    Starlette's `TrustedHostMiddleware` takes a list of names only, and a chat that listens on all
    addresses of a machine does not know what they are. An address written in digits needs no DNS,
    so it cannot be pointed elsewhere: all are known, unless the chat listens on loopback.
    """

    def __init__(self, app: "ASGIApp", served: str, names: Sequence[str]) -> None:
        self.app = app
        self.names = {"localhost", served.lower(), *(name.lower() for name in names)}
        self.only_loopback = is_loopback(served)

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Serve one request."""
        if scope["type"] != "lifespan" and not self._knows(Headers(scope=scope).get("host", "")):
            text = "This chat is not served under that name. Its operator sets CITERA_HOSTS."
            await PlainTextResponse(text, 400)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _knows(self, host: str) -> bool:
        parts = _HOST.fullmatch(host.lower())
        if not parts:
            return False
        name = (parts[1] or parts[2]).removesuffix(".")
        if name in self.names:
            return True
        return is_loopback(name) if self.only_loopback else _is_address(name)


class SameOrigin:
    """ASGI middleware that refuses what a page of another site makes a browser request.

    Browsers say by `Sec-Fetch-Site` for whom they ask; such a request may only open a page, as a
    link does. Where they do not say, on plain HTTP but to loopback, `Origin` must be the chat's.
    Programs send neither. Other sites may not read either, since Gradio lets any read what it
    serves under a name that is not loopback's.
    """

    def __init__(self, app: "ASGIApp", names: Sequence[str]) -> None:
        self.app = app
        self.names = {name.lower() for name in names}

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Serve one request."""
        if scope["type"] != "lifespan" and not self._allows(scope):
            text = "This request was made by a page of another site, and is refused."
            await PlainTextResponse(text, 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _allows(self, scope: "Scope") -> bool:
        headers = Headers(scope=scope)
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site in _OWN_SITE or _opens_a_page(scope, headers)
        origin = headers.get("origin")
        return origin is None or self._is_own(origin.lower(), headers.get("host", "").lower())

    def _is_own(self, origin: str, host: str) -> bool:
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        # A proxy may have put another name in `Host`, and the operator named the one it serves.
        return bool(parts.netloc) and (parts.netloc == host or parts.hostname in self.names)


def _opens_a_page(scope: "Scope", headers: Headers) -> bool:
    """Whether a browser only opens a page, in a tab of its own."""
    return (
        scope.get("method") in _SAFE_METHODS
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") == "document"
    )


def is_loopback(host: str) -> bool:
    """Whether a name or an address can be reached from this machine only."""
    return host.lower() == "localhost" or (_is_address(host) and ip_address(host).is_loopback)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
