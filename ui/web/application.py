"""The web application: the chat page and the HTTP interfaces; it contacts no other host."""

import hashlib
import math
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ui.session import InvalidSettings

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant import Assistant, Settings
    from ui.access.rights import Rights
    from ui.api.admission import Admission
    from ui.persistence.records import Records, SessionRecords

_STYLES = (
    "style.css",
    "composer.css",
    "thread.css",
    "answer.css",
    "panel.css",
    "pages.css",
    "scope.css",
)


def create_app(
    assistant: "Assistant",
    settings: "Settings",
    host: str | None = None,
    admission: "Admission | None" = None,
    records: "Records | None" = None,
) -> "FastAPI":
    """The web application: the page, its static files, the APIs, logins and security headers.

    `host` is the address that it is served on; that, `admission` and `records` are those of the
    settings by default.

    Raises:
        InvalidSettings: if the logins of the settings, or the rules for collections, are malformed.
        CiteraError: if the records are in a database that cannot be used.
    """
    # Gradio reads this as it is imported; it would otherwise report its use to its makers.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.staticfiles import StaticFiles

    from ui.access.closed import read_closed, require_named_alike
    from ui.access.logins import read_logins
    from ui.access.rights import Rights
    from ui.access.sessions import login_name
    from ui.api.admission import admission_of
    from ui.api.openai import openai_routes
    from ui.operations.health import Health, health_routes
    from ui.operations.metrics import watch_queue
    from ui.persistence.opening import open_records
    from ui.web.chat import build
    from ui.web.handlers.background import Background
    from ui.web.layout import ASSETS, translations
    from ui.web.theme import theme
    from ui.web.warm_up import WarmUp

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    logins = read_logins(settings)
    rights = Rights(logins, settings.read_only, read_closed(settings, logins))
    if rights.closed:
        require_named_alike(rights.closed, assistant.store.facets().collections)
    records = records or open_records(settings)
    _add_access(app, settings, rights, records.sessions, host or settings.host)
    assets = Path(__file__).with_name("assets")
    app.mount(f"/{ASSETS}", StaticFiles(directory=assets))
    assistants = _assistants(assistant, settings)
    admission = admission or admission_of(settings)
    watch_queue(admission.queue)
    warm_up, background = WarmUp(assistant), Background()
    app.include_router(openai_routes(assistants, admission, rights))
    app.include_router(health_routes(Health(assistant, warm_up, background, admission.queue)))
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        build(assistants, settings, admission, rights, records, warm_up, background),
        path="/",
        i18n=translations(),
        theme=theme(),
        head="".join(f'<link rel="stylesheet" href="{ASSETS}/{name}">' for name in _STYLES),
        favicon_path=str(assets / "icon.svg"),
        footer_links=[],
        run_history=False,
        auth_dependency=login_name if rights.logins else None,
        max_file_size=f"{settings.upload_megabytes}mb",
    )
    return mounted


def _add_access(
    app: "FastAPI", settings: "Settings", rights: "Rights", records: "SessionRecords", host: str
) -> None:
    """Add the login, where there is one, and the middleware; the last added is the outermost."""
    from starlette.middleware.sessions import SessionMiddleware

    from ui.access.logins import signing_key
    from ui.access.origins import KnownHosts, SameOrigin
    from ui.access.sessions import RequireLogin, Sessions, refuse
    from ui.operations.request_id import RequestIds
    from ui.persistence.records import SessionsUnavailable
    from ui.web.admin import admin_routes
    from ui.web.layout import ASSETS
    from ui.web.login import login_routes
    from ui.web.privacy import EditorsUpload, OwnHostOnly

    app.add_middleware(EditorsUpload, rights=rights)
    if rights.logins:
        sessions = Sessions(rights.logins, settings.session_hours, records)
        key = signing_key(settings, records.salt())
        app.include_router(login_routes(sessions, ASSETS))
        app.include_router(admin_routes(sessions, rights, ASSETS))
        app.add_exception_handler(SessionsUnavailable, refuse)
        app.add_middleware(RequireLogin, sessions=sessions, public=f"/{ASSETS}/")
        app.add_middleware(
            SessionMiddleware,
            secret_key=key.hex(),
            # Cookies of a host are shared by its ports, where another chat may be served.
            session_cookie=f"citera-{hashlib.sha256(key).hexdigest()[:8]}",
            max_age=math.ceil(sessions.seconds),
        )
    names = _hosts(settings)
    app.add_middleware(SameOrigin, names=names)
    app.add_middleware(KnownHosts, served=host, names=names)
    app.add_middleware(OwnHostOnly)
    app.add_middleware(RequestIds)


def _hosts(settings: "Settings") -> list[str]:
    """The names under which the chat is served besides its address.

    Raises:
        InvalidSettings: if one has a scheme, a port or a wildcard, so that it would never match.
    """
    names = [name.strip() for name in settings.hosts.split(",") if name.strip()]
    wrong = [name for name in names if not re.fullmatch(r"[\w.-]+", name)]
    if wrong:
        raise InvalidSettings(
            "CITERA_HOSTS must hold names such as chat.example.org, without a scheme or a port,"
            f" several parted by commas; {wrong[0]!r} is none"
        )
    return names


def _assistants(assistant: "Assistant", settings: "Settings") -> "dict[str, Assistant]":
    """The assistants by chat model: the given one, then one for each of `settings.models`."""
    others = [name.strip() for name in settings.models.split(",")]
    return {settings.model: assistant} | {
        name: type(assistant)(settings.model_copy(update={"model": name}), assistant.store)
        for name in others
        if name not in ("", settings.model)
    }
