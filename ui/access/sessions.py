"""Sessions: how long a login lasts, and the middleware that lets nobody in without one."""

import time
from collections.abc import Callable, MutableMapping
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter, to_thread
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from ui.access.logins import Login, Logins, TooManyFailures
from ui.persistence.records import SessionRecords, SessionsUnavailable
from vectorstore.errors import CiteraError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

OPEN_PATHS = ("/login", "/logout", "/health")
_LOGIN = "citera.login"
_AHEAD = 60.0
"""Seconds by which a session may seem to begin in the future: a clock is set right by steps, and
may differ from that of another machine."""
_AT_ONCE = 8
"""Requests whose sessions are looked up at once, each on a connection to the database."""
_NEEDED = "Log in, or give a login as the API key: name:password."


class Sessions:
    """Sessions of the chat, whose data Starlette keeps in a signed cookie.

    Methods that are not `async` may wait for a database.

    Raises:
        SessionsUnavailable: if what is known of the sessions cannot be read or written.
    """

    def __init__(
        self,
        logins: Logins,
        hours: float,
        records: SessionRecords,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.logins = logins
        self.seconds = hours * 3600
        self._records = records
        self._clock = clock
        # Passwords are checked in a thread of their own: a flood of them holds up no questions.
        self._passwords = CapacityLimiter(1)
        self._sessions = CapacityLimiter(_AT_ONCE)

    async def check(self, name: str, password: str, address: str) -> Login:
        """`Logins.check`, in another thread."""
        login = await to_thread.run_sync(
            self.logins.check, name, password, address, limiter=self._passwords
        )
        await to_thread.run_sync(self._use, login, limiter=self._sessions)
        return login

    async def find(self, session: MutableMapping[str, Any]) -> Login | None:
        """`login_of`, in another thread."""
        if not session:
            return None
        return await to_thread.run_sync(self.login_of, session, limiter=self._sessions)

    def begin(self, session: MutableMapping[str, Any], login: Login) -> None:
        """Begin a session of a login."""
        now = self._clock()
        logouts = self._records.logouts(login.name)
        self._records.add(login.name, now, since=now - self.seconds)
        session.update(name=login.name, began=now, logouts=logouts)

    def end(self, session: MutableMapping[str, Any]) -> None:
        """End all sessions of the login that this one belongs to, on other machines too."""
        login = self.login_of(session)
        if login is not None:
            self.end_all(login.name)
        session.clear()

    def end_all(self, name: str) -> None:
        """End all sessions of the login of that name; it may log in again."""
        self._records.end(name)

    def count(self, name: str) -> int:
        """Number of the sessions of the login of that name that have not ended."""
        return sum(map(self._lasts, self._records.begun(name)))

    def last_seen(self, name: str) -> float | None:
        """When the login of that name was last used, in seconds since 1970.

        None if that is not known.
        """
        return self._records.last_use(name)

    def login_of(self, session: MutableMapping[str, Any]) -> Login | None:
        """The login that a session belongs to; None if it has ended or never began."""
        login = self.logins.get(session.get("name"))
        if login is None or not self._lasts(session["began"]):
            return None
        if session["logouts"] != self._records.logouts(login.name):
            return None
        self._use(login)
        return login

    def _use(self, login: Login) -> None:
        self._records.use(login.name, self._clock())

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
            return await self.sessions.find(connection.session)
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
    """The answer to a failed login: 429 with `Retry-After` while waiting, 503, or else 401."""
    body = {"detail": str(error), "error": {"message": str(error), "type": "citera"}}
    if isinstance(error, TooManyFailures):
        return JSONResponse(body, 429, {"Retry-After": str(error.seconds)})
    if isinstance(error, SessionsUnavailable):
        return JSONResponse(body, 503)
    return JSONResponse(body, 401, {"WWW-Authenticate": "Bearer"})


def refuse(_request: Request, error: Exception) -> JSONResponse:
    """`refusal`, as a handler of what a route raises."""
    assert isinstance(error, CiteraError)
    return refusal(error)


def _ask_for_login(connection: HTTPConnection) -> Response:
    """The way to the login page for a browser that opens the chat; else a refusal."""
    wants_page = "text/html" in connection.headers.get("accept", "")
    if connection.scope["path"] != "/" or not wants_page:
        return refusal(CiteraError(_NEEDED))
    # A permanent link is opened after the login; only its query is kept, so that no address of
    # another site can be.
    query = connection.scope["query_string"].decode("latin-1")
    return RedirectResponse(f"login?{query}" if query else "login", 303)
