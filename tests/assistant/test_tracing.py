"""Tests of assistant/tracing.py: the spans of an answer's stages, and what they do not hold."""

from contextlib import closing, suppress

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from assistant import tracing as module
from assistant.evidence import best_evidence
from assistant.pipeline import answer_question
from assistant.tracing import in_span, span, start_span, within
from tests.assistant.test_pipeline import QUESTION, Script, claim, stages, store  # noqa: F401


class Echo:
    """A phraser that says what is quoted."""

    def phrase(self, query, claim):
        yield claim


@pytest.fixture
def spans(monkeypatch) -> InMemorySpanExporter:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(module, "_tracer", provider.get_tracer("citera"))
    return exporter


def test_an_answer_has_a_span_for_each_stage_beside_each_other(stages, store, spans):  # noqa: F811
    first, _ = best_evidence(store.hits, 2)
    laid_down = stages(reader=Script([claim(first, 0.9)]), phraser=Echo())
    whole = start_span("answer")
    events = answer_question(QUESTION, (), None, laid_down)
    steps = 0
    while True:
        with within(whole):
            if next(events, None) is None:
                break
        steps += 1
    whole.end()
    assert steps > 2
    *stages_told, last = spans.get_finished_spans()
    assert [each.name for each in stages_told] == ["retrieve", "read", "phrase"]
    assert last.name == "answer"
    assert {each.parent.span_id for each in stages_told} == {last.context.span_id}
    assert [dict(each.attributes) for each in stages_told] == [{}, {}, {}]


def test_items_pass_unchanged_and_what_is_between_them_is_outside_of_the_span(spans):
    def items():
        with span("inner"):
            pass
        yield "a"

    with closing(in_span("outer", items())) as made:
        assert next(made) == "a"
        with span("between"):
            pass
        assert list(made) == []
    inner, between, outer = spans.get_finished_spans()
    assert [each.name for each in (inner, between, outer)] == ["inner", "between", "outer"]
    assert inner.parent.span_id == outer.context.span_id
    assert between.parent is None


def test_a_span_ends_with_its_error_or_when_its_items_are_left(spans):
    def fail():
        yield "a"
        raise ValueError("secret")

    with suppress(ValueError):
        list(in_span("failed", fail()))
    left = fail()
    with closing(in_span("left", left)) as made:
        next(made)
    assert list(left) == []
    with suppress(ValueError), span("block"):
        raise ValueError("secret")
    failed, stopped, block = spans.get_finished_spans()
    assert [each.status.description for each in (failed, stopped, block)] == [
        "ValueError",
        None,
        "ValueError",
    ]
    assert "secret" not in "".join(each.to_json() for each in spans.get_finished_spans())


def test_without_an_sdk_there_are_no_spans():
    assert not start_span("answer").is_recording()
