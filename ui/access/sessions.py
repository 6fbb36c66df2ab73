"""Sessions: how long a login lasts, and the middleware that lets nobody in without one."""

import time
from collections import Counter
from collections.abc import Callable, MutableMapping
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter, to_thread
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response

from ui.access.logins import Login, Logins, TooManyFailures
from vectorstore.errors import CiteraError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

OPEN_PATHS = ("/login", "/logout", "/health")
_LOGIN = "citera.login"
_AHEAD = 60.0
"""Seconds by which a session may seem to begin in the future: a clock is set right by steps."""
_NEEDED = "Log in, or give a login as the API key: name:password."


class Sessions:
    """Sessions of the chat, whose data Starlette keeps in a signed cookie."""

    def __init__(
        self, logins: Logins, hours: float, clock: Callable[[], float] = time.time
    ) -> None:
        self.logins = logins
        self.seconds = hours * 3600
        self._clock = clock
        self._logouts: Counter[str] = Counter()  # of each login: a clock may be set back
        self._begun: dict[str, list[float]] = {}
        self._seen: dict[str, float] = {}
        # Passwords are checked in a thread of their own: a flood of them holds up no questions.
        self._limiter = CapacityLimiter(1)

    async def check(self, name: str, password: str, address: str) -> Login:
        """`Logins.check`, in another thread."""
        login = await to_thread.run_sync(
            self.logins.check, name, password, address, limiter=self._limiter
        )
        self._seen[login.name] = self._clock()
        return login

    def begin(self, session: MutableMapping[str, Any], login: Login) -> None:
        """Begin a session of a login."""
        now = self._clock()
        session.update(name=login.name, began=now, logouts=self._logouts[login.name])
        self._begun[login.name] = [*self._lasting(login.name), now]

    def end(self, session: MutableMapping[str, Any]) -> None:
        """End all sessions of the login that this one belongs to, on other machines too."""
        login = self.login_of(session)
        if login is not None:
            self.end_all(login.name)
        session.clear()

    def end_all(self, name: str) -> None:
        """End all sessions of the login of that name; it may log in again."""
        self._logouts[name] += 1
        self._begun.pop(name, None)

    def count(self, name: str) -> int:
        """Number of the sessions of the login of that name that have not ended."""
        return len(self._lasting(name))

    def last_seen(self, name: str) -> float | None:
        """When the login of that name was last used, in seconds since 1970.

        None if it was not since the start.
        """
        return self._seen.get(name)

    def login_of(self, session: MutableMapping[str, Any]) -> Login | None:
        """The login that a session belongs to; None if it has ended or never began."""
        login = self.logins.get(session.get("name"))
        if login is None:
            return None
        if session["logouts"] != self._logouts[login.name] or not self._lasts(session["began"]):
            return None
        self._seen[login.name] = self._clock()
        return login

    def _lasting(self, name: str) -> list[float]:
        """When those sessions of a login began that have not ended."""
        return [began for began in self._begun.get(name, ()) if self._lasts(began)]

    def _lasts(self, began: float) -> bool:
        return -_AHEAD <= self._clock() - began < self.seconds


class RequireLogin:
    """ASGI middleware that refuses whoever has neither a session nor an API key.

    It stands before all routes, as Gradio asks for a login at some of its own only. The session's
    data must be in the scope (Starlette's `SessionMiddleware`). `public` is a path prefix that is
    open to everybody.
    """

    def __init__(self, app: "ASGIApp", sessions: Sessions, public: str) -> None:
        self.app = app
        self.sessions = sessions
        self.public = public

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Serve one request."""
        if scope["type"] == "lifespan" or self._is_public(scope["path"]):
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        try:
            login = await self._login(connection)
        except CiteraError as error:
            await refusal(error)(scope, receive, send)
            return
        if login is None:
            await _ask_for_login(connection)(scope, receive, send)
            return
        scope[_LOGIN] = login
        await self.app(scope, receive, send)

    def _is_public(self, path: str) -> bool:
        return path in OPEN_PATHS or path.startswith(self.public)

    async def _login(self, connection: HTTPConnection) -> Login | None:
        header = connection.headers.get("authorization", "")
        scheme, _, key = header.encode("latin-1").decode(errors="replace").partition(" ")
        if scheme.lower() != "bearer":
            return self.sessions.login_of(connection.session)
        name, _, password = key.strip().partition(":")
        return await self.sessions.check(name, password, address_of(connection))


def address_of(connection: HTTPConnection) -> str:
    """The network address that a request came from; empty where it is not known."""
    return connection.client.host if connection.client else ""


def login_name(connection: HTTPConnection) -> str | None:
    """The name of the login that a request was made with; None if it was made without one."""
    login: Login | None = connection.scope.get(_LOGIN)
    return login.name if login else None


def refusal(error: CiteraError) -> JSONResponse:
    """The answer to a failed login: 429 with `Retry-After` while waiting, else 401."""
    body = {"detail": str(error), "error": {"message": str(error), "type": "citera"}}
    if isinstance(error, TooManyFailures):
        return JSONResponse(body, 429, {"Retry-After": str(error.seconds)})
    return JSONResponse(body, 401, {"WWW-Authenticate": "Bearer"})


def _ask_for_login(connection: HTTPConnection) -> Response:
    """The way to the login page for a browser that opens the chat; else a refusal."""
    wants_page = "text/html" in connection.headers.get("accept", "")
    if connection.scope["path"] != "/" or not wants_page:
        return refusal(CiteraError(_NEEDED))
    # A permanent link is opened after the login; only its query is kept, so that no address of
    # another site can be.
    query = connection.scope["query_string"].decode("latin-1")
    return RedirectResponse(f"login?{query}" if query else "login", 303)
