"""Routes of the page of logins: who may log in, and the end of their sessions; for admins only."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Request
from fastapi.exceptions import HTTPException
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from ui.access.rights import MayNotAdministrate, Rights
from ui.access.sessions import Sessions, login_name
from ui.web.html.admin import LoginRow, render_logins
from ui.web.i18n.choose import words_for


def admin_routes(sessions: Sessions, rights: Rights, assets: str) -> APIRouter:
    """The routes `/admin` and `/admin/sessions`; `assets` is the URL path of the style sheets.

    A browser gets a page, a program JSON. A login without the role `admin` gets the status 403.
    """

    def admin(request: Request) -> str | None:
        try:
            rights.require_administrate(login_name(request))
        except MayNotAdministrate as error:
            raise HTTPException(403, str(error)) from None
        return login_name(request)

    routes = APIRouter(prefix="/admin")

    @routes.get("")
    def show(request: Request, name: Annotated[str | None, Depends(admin)]) -> Response:
        rows = list(_rows(sessions, rights, name))
        if "text/html" not in request.headers.get("accept", ""):
            return JSONResponse([asdict(row) for row in rows])
        words = words_for(request.headers.get("accept-language"))
        page = render_logins(rows, words, assets)
        return HTMLResponse(page, headers={"Cache-Control": "no-store"})

    @routes.post("/sessions", dependencies=[Depends(admin)])
    async def end_sessions(request: Request) -> Response:
        async with request.form(max_files=0, max_fields=10) as form:
            named = form.get("name")
        login = sessions.logins.get(named) if isinstance(named, str) else None
        if login is None:
            raise HTTPException(404, "There is no login of that name.")
        await to_thread.run_sync(sessions.end_all, login.name)
        return RedirectResponse("../admin", 303)

    return routes


def _rows(sessions: Sessions, rights: Rights, admin: str | None) -> Iterator[LoginRow]:
    """The logins as an admin may see them: without the collections that are closed to that one."""
    hidden = rights.closed_to(admin)
    for login in sessions.logins:
        closed = [name for name in rights.closed_to(login.name) if name not in hidden]
        seen, count = sessions.last_seen(login.name), sessions.count(login.name)
        yield LoginRow(login.name, login.role.name.lower(), closed, count, seen)
