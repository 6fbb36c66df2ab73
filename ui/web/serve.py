"""Serves the chat at an address; to other machines with a login only, or where it is said."""

import socket
import webbrowser
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Any

from ui.session import InvalidSettings
from ui.web.application import create_app

if TYPE_CHECKING:
    import uvicorn

    from assistant import Assistant, Settings


def serve(
    assistant: "Assistant", settings: "Settings", host: str, port: int, open_browser: bool = False
) -> None:
    """Serve the chat until interrupted, and print its address once it answers.

    Port 0 takes any free port. A signal that interrupts it ends the process, once the running
    answers have ended.

    Raises:
        InvalidSettings: if a port is taken, the address is not one of this machine's, other
            machines could use the chat without a login, or traces cannot be sent.
    """
    listener = _listen(host, port)
    from ui.api.admission import admission_of
    from ui.operations.json_log import log_as_json
    from ui.operations.metrics import metrics_server
    from ui.operations.server import ChatServer, exit_on_signals
    from ui.operations.tracing import export_spans
    from ui.persistence.opening import open_records

    if settings.log == "json":
        log_as_json(settings.log_texts)
    export_spans()
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}/"

    def on_ready() -> None:
        print(f"Citera is ready at {address}  (Ctrl-C to stop)", flush=True)
        if open_browser:
            webbrowser.open(address)

    admission = admission_of(settings)
    with listener, metrics_server(settings.metrics_port):
        _refuse_if_open(listener, settings)
        with exit_on_signals(admission.queue), closing(open_records(settings)) as records:
            config = server_config(create_app(assistant, settings, host, admission, records))
            server = ChatServer(config, admission.queue, settings.shutdown_seconds, on_ready)
            server.run(sockets=[listener])


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


def _refuse_if_open(listener: socket.socket, settings: "Settings") -> None:
    """Refuse to serve other machines without a login, unless the settings say so.

    Raises:
        InvalidSettings: saying what to do.
    """
    from ui.access.origins import is_loopback

    address = listener.getsockname()[0].partition("%")[0]
    has_login = settings.auth is not None or settings.auth_file is not None
    if has_login or settings.open or is_loopback(address):
        return
    raise InvalidSettings(
        f"whoever reaches {address} could read and change the articles. Set CITERA_AUTH_FILE to a"
        " file of logins (`citera password NAME` makes one), listen on 127.0.0.1, or set"
        " CITERA_OPEN=true to let everybody in."
    )
