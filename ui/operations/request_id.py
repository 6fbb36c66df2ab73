"""Request ids: one name for the log lines of a request, and for whoever sent it."""

import re
import uuid
from contextvars import ContextVar
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADER = "X-Request-ID"
_TAKEN = re.compile(r"[A-Za-z0-9._-]{1,64}")
REQUEST_ID: ContextVar[str | None] = ContextVar("citera_request_id", default=None)
"""The id of the request that is being served; None outside of one."""


def new_request_id() -> str:
    """An id that no request had."""
    return uuid.uuid4().hex


class RequestIds:
    """ASGI middleware that gives each request an id, and tells it in the header `X-Request-ID`.

    An id that a proxy has given, in the same header, is kept where it cannot be mistaken for
    anything else in a log.
    """

    def __init__(self, app: "ASGIApp") -> None:
        self.app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(_HEADER, "")
        identity = given if _TAKEN.fullmatch(given) else new_request_id()

        async def send_with_id(message: "Message") -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[_HEADER] = identity
            await send(message)

        token = REQUEST_ID.set(identity)
        try:
            await self.app(scope, receive, send_with_id)
        finally:
            REQUEST_ID.reset(token)
