"""Web server of the chat page and the HTTP interfaces; no part of it contacts another host."""

import os
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.session import InvalidSettings

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

    from assistant import Assistant, Settings


_STYLES = ("style.css", "composer.css", "thread.css", "answer.css", "panel.css", "scope.css")


def serve(
    assistant: "Assistant", settings: "Settings", host: str, port: int, open_browser: bool = False
) -> None:
    """Serve the chat until interrupted, and print its address once it answers.

    Port 0 takes any free port.

    Raises:
        InvalidSettings: if the port is taken or the address is not one of this machine's.
    """
    listener = _listen(host, port)
    import uvicorn

    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}/"

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            print(f"Citera is ready at {address}  (Ctrl-C to stop)", flush=True)
            if open_browser:
                webbrowser.open(address)

    with listener:
        Server(server_config(create_app(assistant, settings))).run(sockets=[listener])


def server_config(app: Callable[..., Any]) -> "uvicorn.Config":
    """How Uvicorn serves the application."""
    import uvicorn

    return uvicorn.Config(
        app,
        log_level="warning",
        # Its own format would let a line break in an error's text begin a record of the log.
        log_config=None,
        timeout_graceful_shutdown=2,
    )


def create_app(assistant: "Assistant", settings: "Settings") -> "FastAPI":
    """The web application: the page, its static files, the APIs and the security headers."""
    # Gradio reads this as it is imported; it would otherwise report its use to its makers.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.staticfiles import StaticFiles

    from ui.api.admission import admission_of
    from ui.api.openai import openai_routes
    from ui.web.chat import build
    from ui.web.layout import ASSETS, translations
    from ui.web.privacy import NoUploads, OwnHostOnly
    from ui.web.theme import theme

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(OwnHostOnly)
    if settings.read_only:
        app.add_middleware(NoUploads)
    assets = Path(__file__).with_name("assets")
    app.mount(f"/{ASSETS}", StaticFiles(directory=assets))
    logins = _logins(settings)
    assistants = _assistants(assistant, settings)
    admission = admission_of(settings)
    app.include_router(openai_routes(assistants, admission, logins))
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        build(assistants, settings, admission),
        path="/",
        i18n=translations(),
        theme=theme(),
        head="".join(f'<link rel="stylesheet" href="{ASSETS}/{name}">' for name in _STYLES),
        favicon_path=str(assets / "icon.svg"),
        footer_links=[],
        run_history=False,
        auth=logins,
        max_file_size=f"{settings.upload_megabytes}mb",
    )
    return mounted


def _assistants(assistant: "Assistant", settings: "Settings") -> "dict[str, Assistant]":
    """The assistants by chat model: the given one, then one for each of `settings.models`."""
    others = [name.strip() for name in settings.models.split(",")]
    return {settings.model: assistant} | {
        name: type(assistant)(settings.model_copy(update={"model": name}), assistant.store)
        for name in others
        if name not in ("", settings.model)
    }


def _logins(settings: "Settings") -> list[tuple[str, str]] | None:
    """The login names and passwords of the page; None if it needs no login.

    Raises:
        InvalidSettings: if an entry is not `name:password`.
    """
    if settings.auth is None:
        return None
    entries = [entry.strip() for entry in settings.auth.get_secret_value().split(",")]
    pairs = [entry.partition(":") for entry in entries]
    if not all(name and password for name, _, password in pairs):
        raise InvalidSettings("CITERA_AUTH must hold name:password, several parted by commas")
    return [(name, password) for name, _, password in pairs]


def _listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address; a taken port is an error before anything is loaded."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise InvalidSettings(
            f"cannot listen on {host} port {port}: {error.strerror or error}."
            " Choose another with --port (0 takes any free one) or CITERA_PORT."
        ) from None
