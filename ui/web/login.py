"""Routes of the login: its page, logging in and logging out."""

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from ui.access.logins import TooManyFailures, WrongLogin
from ui.access.sessions import Sessions, address_of, refusal
from ui.web.html.account import render_login
from ui.web.i18n.choose import words_for

_LARGEST_FORM = 10_000


def login_routes(sessions: Sessions, assets: str) -> APIRouter:
    """The routes `/login` and `/logout`; `assets` is the URL path of the style sheets.

    A browser gets pages and redirections, a program JSON: Gradio's client logs in here too.
    """
    routes = APIRouter()

    @routes.get("/login")
    def show(request: Request) -> Response:
        return _page(request, assets)

    @routes.post("/login")
    async def log_in(request: Request) -> Response:
        length = request.headers.get("content-length", "")
        if not (length.isdecimal() and int(length) <= _LARGEST_FORM):
            return JSONResponse({"detail": "This is no login form."}, 413)
        name, password = await _filled_in(request)
        try:
            login = await sessions.check(name, password, address_of(request))
        except (WrongLogin, TooManyFailures) as error:
            return _failed(request, assets, error)
        await to_thread.run_sync(sessions.begin, request.session, login)
        if not _is_browser(request):
            return JSONResponse({"success": True})
        query = request.scope["query_string"].decode("latin-1")
        return RedirectResponse(f"./?{query}" if query else "./", 303)

    @routes.post("/logout")
    def log_out(request: Request) -> Response:
        sessions.end(request.session)
        return RedirectResponse("login", 303)

    return routes


async def _filled_in(request: Request) -> tuple[str, str]:
    """The name and the password of a form; empty where they are missing or files."""
    async with request.form(max_files=0, max_fields=10) as form:
        name, password = (form.get(field) for field in ("username", "password"))
    return (
        name.strip() if isinstance(name, str) else "",
        password if isinstance(password, str) else "",
    )


def _failed(request: Request, assets: str, error: WrongLogin | TooManyFailures) -> Response:
    told = refusal(error)
    if not _is_browser(request):
        return told
    words = words_for(request.headers.get("accept-language"))
    if not isinstance(error, TooManyFailures):
        return _page(request, assets, words.login_wrong, told.status_code)
    failure = words.login_waits.format(seconds=error.seconds)
    page = _page(request, assets, failure, told.status_code)
    page.headers["Retry-After"] = told.headers["Retry-After"]
    return page


def _page(request: Request, assets: str, failure: str = "", status: int = 200) -> Response:
    words = words_for(request.headers.get("accept-language"))
    page = render_login(words, assets, failure)
    return HTMLResponse(page, status, {"Cache-Control": "no-store"})


def _is_browser(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")
