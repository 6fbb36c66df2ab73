"""Observation of answers: each is counted, timed and logged, whatever interface it came by."""

import logging
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from opentelemetry.trace import Span

from assistant.answer import Answer, AnswerEvent, Event, FinalEvent
from assistant.tracing import fail, start_span, within
from ui.operations.metrics import ANSWER_SECONDS, ANSWERS
from ui.operations.request_id import REQUEST_ID, new_request_id
from vectorstore.errors import CiteraError

logger = logging.getLogger(__name__)

Interface = Literal["page", "openai", "function"]

_STAGES = {"answer": "quoted", "total": "whole"}
"""Stages that are measured, by their names in `Answer.timings`."""


def observed(events: Iterator[Event], question: str, interface: Interface) -> Generator[Event]:
    """The events of a stream, unchanged; the answer is recorded at their end.

    A stream that is closed before its end was `stopped`.
    """
    request_id = REQUEST_ID.get() or new_request_id()
    observation = _Observation(question, interface, request_id, start_span("answer"))
    try:
        while (event := observation.step(events)) is not None:
            yield event
    finally:
        observation.measure()
        observation.log()
        observation.end_span()


@dataclass(slots=True)
class _Observation:
    """What is known of an answer so far."""

    question: str
    interface: Interface
    request_id: str
    span: Span
    outcome: str = "stopped"
    error: str | None = None
    """The type of the error that ended it."""
    answer: Answer | None = None

    def step(self, events: Iterator[Event]) -> Event | None:
        """The next event, which is made under the answer's request id; None at the end."""
        token = REQUEST_ID.set(self.request_id)
        try:
            with within(self.span):
                event = next(events, None)
        except Exception as error:
            self.outcome = "failed" if isinstance(error, CiteraError) else "internal_error"
            self.error = type(error).__name__
            fail(self.span, error)
            raise  # the id stays, as the error is logged where it arrives
        REQUEST_ID.reset(token)
        if isinstance(event, AnswerEvent | FinalEvent):
            self.answer = event.answer
        if isinstance(event, FinalEvent):
            self.outcome = event.answer.status
        return event

    def measure(self) -> None:
        """Count the answer, and its times."""
        ANSWERS.labels(self.outcome).inc()
        timings = self.answer.timings if self.answer else {}
        for name, stage in _STAGES.items():
            if name in timings:
                ANSWER_SECONDS.labels(stage).observe(timings[name])

    def log(self) -> None:
        """Log a line of lengths and times; the texts only for who asks for them."""
        texts = {"question": self.question}
        if self.answer:
            texts["answer"] = self.answer.text
        logger.info("answer ended", extra={"fields": self._fields(), "texts": texts})

    def end_span(self) -> None:
        """End the span of the answer, with the lengths as its attributes."""
        for name, value in self._fields().items():
            if isinstance(value, str | int):
                self.span.set_attribute(f"citera.{name}", value)
        self.span.end()

    def _fields(self) -> dict[str, Any]:
        """What is told of the answer: lengths, times and names of settings, and no text."""
        fields: dict[str, Any] = {
            "request_id": self.request_id,
            "interface": self.interface,
            "outcome": self.outcome,
            "error": self.error,
            "question_characters": len(self.question),
        }
        if answer := self.answer:
            fields |= {
                "answer_characters": len(answer.text),
                "sentences": len(answer.sentences),
                "passages": len(answer.passages),
                "language": answer.language,
                "model": answer.model,
                "seconds": {name: round(each, 3) for name, each in answer.timings.items()},
                "tokens": answer.tokens,
            }
        return fields
