"""Observation of answers: each is counted and timed, whichever interface it was asked at."""

from collections.abc import Generator, Iterator

from assistant.answer import Answer, AnswerEvent, Event, FinalEvent
from ui.operations.metrics import ANSWER_SECONDS, ANSWERS
from vectorstore.errors import CiteraError

_STAGES = {"answer": "quoted", "total": "whole"}
"""Stages that are measured, by their names in `Answer.timings`."""


def observed(events: Iterator[Event]) -> Generator[Event]:
    """The events of a stream, unchanged; the answer is recorded at their end.

    A stream that is closed before its end was `stopped`.
    """
    outcome = "stopped"
    answer: Answer | None = None
    try:
        for event in events:
            if isinstance(event, AnswerEvent | FinalEvent):
                answer = event.answer
            if isinstance(event, FinalEvent):
                outcome = event.answer.status
            yield event
    except CiteraError:
        outcome = "failed"
        raise
    except Exception:
        outcome = "internal_error"
        raise
    finally:
        _record(outcome, answer)


def _record(outcome: str, answer: Answer | None) -> None:
    ANSWERS.labels(outcome).inc()
    timings = answer.timings if answer else {}
    for name, stage in _STAGES.items():
        if name in timings:
            ANSWER_SECONDS.labels(stage).observe(timings[name])
