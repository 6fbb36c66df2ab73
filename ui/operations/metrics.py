"""Metrics for Prometheus, on a port of their own; no label holds a text or a name."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from prometheus_client import Counter, Gauge, Histogram, make_wsgi_app, start_http_server

from ui.api.queue import Queue
from ui.session import InvalidSettings

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication

_SECONDS = (0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60, 120)

ANSWERS = Counter("citera_answers", "Questions that were taken up, by outcome.", ["outcome"])
ANSWER_SECONDS = Histogram(
    "citera_answer_seconds",
    "Seconds from a question's turn to its answer, by stage: quoted, or whole.",
    ["stage"],
    buckets=_SECONDS,
)
REFUSED = Counter("citera_refused_questions", "Questions not admitted, by reason.", ["reason"])
QUESTIONS = Gauge("citera_questions", "Questions that run, and that wait in line.", ["state"])
UPLOADS = Counter("citera_uploads", "Articles uploaded on the page, by outcome.", ["outcome"])
INTERNAL_ERRORS = Counter("citera_internal_errors", "Faults of Citera itself, as logged.")

LOOPBACK = "127.0.0.1"


def watch_queue(queue: Queue) -> None:
    """Measure this queue from now on."""
    QUESTIONS.labels("running").set_function(lambda: queue.lengths()[0])
    QUESTIONS.labels("waiting").set_function(lambda: queue.lengths()[1])


def _as_text(app: "WSGIApplication") -> "WSGIApplication":
    """The application, giving the metrics as plain text, in whatever format they are asked for.

    Asked for a version that is no number, prometheus_client fails with a trace on stderr.
    """

    def answer(environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        return app({**environ, "HTTP_ACCEPT": "text/plain"}, start_response)

    return answer


@contextmanager
def metrics_server(port: int | None) -> Iterator[int | None]:
    """Serve the metrics to this machine alone, at `/metrics`; None serves none.

    Gives the port: 0 takes a free one.

    Raises:
        InvalidSettings: if the port is taken.
    """
    if port is None:
        yield None
        return
    try:
        server, thread = start_http_server(port, LOOPBACK)
    except OSError as error:
        raise InvalidSettings(
            f"cannot serve metrics on {LOOPBACK} port {port}: {error.strerror or error}."
            " Set CITERA_METRICS_PORT to another, or unset it to serve none."
        ) from None
    server.set_app(_as_text(make_wsgi_app()))
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
