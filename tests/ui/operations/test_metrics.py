"""Tests of ui/operations/metrics.py and answers.py: what is counted, and what is not told."""

import logging
import socket
import threading
from contextlib import closing, nullcontext

import httpx
import pytest
from prometheus_client import REGISTRY

from assistant import Settings
from assistant.answer import AnswerEvent, FinalEvent, PassagesEvent
from tests.ui.answers import answer, citation, cited_passage
from tests.ui.web.state.test_exchange import Scripted
from ui.access.readable import ReadableArticles
from ui.api.admission import Admission, TooManyQuestions
from ui.api.functions import Functions
from ui.api.queue import Queue, QueueFull
from ui.api.rate_limit import RateLimit
from ui.internal_errors import InternalError, internal_errors
from ui.operations.answers import observed
from ui.operations.metrics import LOOPBACK, metrics_server, watch_queue
from ui.session import InvalidSettings
from vectorstore.article import Article
from vectorstore.errors import CiteraError, ModelUnavailable

PASSAGE = cited_passage(Article(text="A secret proof.", title="Secret", source="s.txt"), "secret")
ANSWER = answer([PASSAGE], ("A secret.", (citation(1, PASSAGE, "secret"),))).model_copy(
    update={"timings": {"passages": 0.2, "answer": 0.7, "total": 4.0}}
)
EVENTS = (AnswerEvent(answer=ANSWER), FinalEvent(answer=ANSWER))


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


@pytest.fixture
def counted():
    """How much a metric grew since this was first asked for it."""
    before: dict[str, float] = {}

    def grown(name: str, **labels: str) -> float:
        now = value(name, **labels)
        return now - before.setdefault(f"{name}{labels}", now)

    return grown


def test_an_answer_is_counted_with_its_times_and_told_without_its_texts(counted):
    seconds = {stage: f"citera_answer_seconds_{stage}" for stage in ("sum", "count")}
    for stage in ("quoted", "whole"):
        counted(seconds["sum"], stage=stage)
    counted("citera_answers_total", outcome="answered")
    with metrics_server(0) as port:
        admission, readable = Admission(RateLimit(9), Queue(1, 1)), ReadableArticles(store=None)
        functions = Functions(Scripted(*EVENTS), admission, readable, "zenobia")
        assert functions.ask("Which secret?")["status"] == "answered"
        told = httpx.get(f"http://{LOOPBACK}:{port}/metrics", trust_env=False).text
    assert counted("citera_answers_total", outcome="answered") == 1
    assert counted(seconds["sum"], stage="quoted") == pytest.approx(0.7)
    assert counted(seconds["sum"], stage="whole") == pytest.approx(4.0)
    assert 'citera_answers_total{outcome="answered"}' in told
    assert 'citera_answer_seconds_bucket{le="1.0",stage="quoted"}' in told
    assert "process_resident_memory_bytes" in told
    for text in ("secret", "s.txt", "zenobia"):
        assert text not in told.lower()


@pytest.mark.parametrize(
    ("events", "outcome", "error"),
    [
        (EVENTS, "answered", None),
        ((FinalEvent(answer=answer([])),), "not_found", None),
        ((ModelUnavailable("No model."),), "failed", CiteraError),
        ((AnswerEvent(answer=ANSWER), RuntimeError("secret")), "internal_error", RuntimeError),
    ],
)
def test_outcomes_are_told_apart_and_events_pass_unchanged(counted, events, outcome, error):
    counted("citera_answers_total", outcome=outcome)
    passed = []
    with pytest.raises(error) if error else nullcontext():
        for event in observed(Scripted(*events).stream("Why?"), "Why?", "page"):
            passed.append(event)
    assert passed == [event for event in events if not isinstance(event, Exception)]
    assert counted("citera_answers_total", outcome=outcome) == 1


def test_an_answer_that_is_left_before_its_end_was_stopped_and_its_stream_is_closed(counted):
    counted("citera_answers_total", outcome="stopped")
    closed = threading.Event()

    def stream():
        try:
            yield PassagesEvent(passages=(PASSAGE,))
            yield FinalEvent(answer=ANSWER)
        finally:
            closed.set()

    with closing(observed(stream(), "Why?", "page")) as events:
        next(events)
    assert counted("citera_answers_total", outcome="stopped") == 1
    assert closed.is_set()


def test_refusals_and_the_queue_are_counted(counted):
    for reason in ("rate_limit", "queue_full"):
        counted("citera_refused_questions_total", reason=reason)
    queue = Queue(at_once=1, waiting=1)
    watch_queue(queue)
    admission = Admission(RateLimit(1), queue)
    with admission.enter("ana"), admission.enter("ben"):
        assert value("citera_questions", state="running") == 1
        assert value("citera_questions", state="waiting") == 1
        with pytest.raises(QueueFull):
            admission.enter("cem")
        with pytest.raises(TooManyQuestions):
            admission.enter("ana")
    assert value("citera_questions", state="running") == 0
    for reason in ("rate_limit", "queue_full"):
        assert counted("citera_refused_questions_total", reason=reason) == 1


def test_internal_errors_are_counted_and_known_ones_are_not(counted, caplog):
    counted("citera_internal_errors_total")
    with pytest.raises(InternalError), internal_errors(logging.getLogger("ui"), "testing"):
        raise RuntimeError
    with pytest.raises(ModelUnavailable), internal_errors(logging.getLogger("ui"), "testing"):
        raise ModelUnavailable("No model.")
    assert counted("citera_internal_errors_total") == 1


def test_metrics_are_off_by_default_and_on_loopback_alone():
    assert Settings().metrics_port is None
    with metrics_server(Settings().metrics_port) as port:
        assert port is None
    with metrics_server(0) as port:
        assert port
        socket.create_connection((LOOPBACK, port), timeout=5).close()
        with pytest.raises(ConnectionRefusedError):  # taken if it listened on all addresses
            socket.create_connection(("127.0.0.2", port), timeout=5)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((LOOPBACK, port), timeout=5)


def test_a_taken_port_is_told_with_the_setting():
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        told = f"port {port}.*CITERA_METRICS_PORT"
        with pytest.raises(InvalidSettings, match=told), metrics_server(port):
            pass


@pytest.mark.parametrize("accept", ["application/openmetrics-text;version=x", ";q=;,", "\xff"])
def test_the_metrics_are_given_whatever_format_is_asked_for(accept, capfd):
    with metrics_server(0) as port:
        at, headers = f"http://{LOOPBACK}:{port}", {"Accept": accept.encode("latin-1")}
        with httpx.Client(headers=headers, trust_env=False) as client:
            given, whole = (client.get(f"{at}/{path}") for path in ("metrics?name[]=%0a", "%00/"))
    assert given.status_code == whole.status_code == 200
    assert "citera_answers" in whole.text
    assert capfd.readouterr().err == ""
