"""Tests of ui/operations/tracing.py: the spans of answers as a collector receives them."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress

import grpc
import pytest
from opentelemetry import trace
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2 as messages
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2_grpc as service

from assistant import tracing as stages
from assistant.answer import FinalEvent
from tests.ui.operations.test_metrics import ANSWER, EVENTS
from ui.operations import tracing as module
from ui.operations.answers import observed
from ui.session import InvalidSettings

QUESTION = "Which secret?"


class Collector(service.TraceServiceServicer):
    """A collector of spans that keeps what it is sent."""

    def __init__(self):
        self.sent = []

    def Export(self, request, context):
        self.sent.append(request)
        return messages.ExportTraceServiceResponse()

    @property
    def spans(self) -> dict:
        return {
            span.name: span
            for request in self.sent
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        }


@pytest.fixture
def collected(monkeypatch):
    """Runs something under the provider of the settings; gives the collector, once it has all."""
    collector = Collector()
    server = grpc.server(ThreadPoolExecutor(max_workers=1))
    service.add_TraceServiceServicer_to_server(collector, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{port}")

    def run(work) -> Collector:
        provider = module.span_provider()
        monkeypatch.setattr(stages, "_tracer", provider.get_tracer("citera"))
        work()
        provider.shutdown()
        return collector

    yield run
    server.stop(None)


def stream(*events):
    with stages.span("retrieve"):
        pass
    for event in events:
        if isinstance(event, Exception):
            raise event
        yield event


def attributes(span) -> dict:
    return {each.key: each.value for each in span.attributes}


def test_a_collector_gets_an_answer_with_its_stages_and_no_text(collected):
    collector = collected(lambda: list(observed(stream(*EVENTS), QUESTION, "openai")))
    answer, retrieve = collector.spans["answer"], collector.spans["retrieve"]
    assert retrieve.parent_span_id == answer.span_id
    assert answer.parent_span_id == b""
    told = attributes(answer)
    assert told["citera.outcome"].string_value == "answered"
    assert told["citera.interface"].string_value == "openai"
    assert told["citera.question_characters"].int_value == len(QUESTION)
    (resource,) = collector.sent[0].resource_spans
    assert ("service.name", "citera") in [
        (each.key, each.value.string_value) for each in resource.resource.attributes
    ]
    assert "ecret" not in str(collector.sent)


def test_an_error_is_told_by_its_type_and_a_stop_by_its_outcome(collected):
    def work():
        with suppress(ValueError):
            list(observed(stream(ValueError("secret")), QUESTION, "page"))

    collector = collected(work)
    failed = collector.spans["answer"]
    assert (failed.status.code, failed.status.message) == (2, "ValueError")
    assert attributes(failed)["citera.outcome"].string_value == "internal_error"
    assert "secret" not in str(collector.sent)

    def stop():
        with closing(observed(stream(*EVENTS), QUESTION, "page")) as events:
            next(events)

    stopped = collected(stop).spans["answer"]
    assert attributes(stopped)["citera.outcome"].string_value == "stopped"


def test_without_a_collector_nothing_is_set_up_and_with_one_our_spans_alone(monkeypatch):
    set_up = []
    monkeypatch.setattr(module, "use_provider", set_up.append)
    for name in module._ENDPOINTS:
        monkeypatch.delenv(name, raising=False)
    module.export_spans()
    assert set_up == []
    assert not stages.start_span("answer").is_recording()
    assert list(observed(stream(FinalEvent(answer=ANSWER)), QUESTION, "page"))
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    module.export_spans()
    (provider,) = set_up
    provider.shutdown()
    assert trace.get_tracer_provider() is not provider


def test_another_protocol_is_refused_with_what_to_set(monkeypatch):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
    with pytest.raises(InvalidSettings, match="OTEL_EXPORTER_OTLP_PROTOCOL to grpc"):
        module.export_spans()
