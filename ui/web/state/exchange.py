"""`Exchange`: a question on the page, with the state of its answer."""

import logging
import time
import uuid
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from assistant.answer import (
    Answer,
    AnswerEvent,
    CitedPassage,
    Event,
    PassagesEvent,
    SentenceEvent,
    TokenEvent,
)
from ui.internal_errors import InternalError, internal_errors
from ui.operations.answers import observed
from vectorstore.errors import CiteraError

if TYPE_CHECKING:
    from assistant import Assistant
    from vectorstore.filters import Filters

logger = logging.getLogger(__name__)

Stage = Literal[
    "waiting",
    "preparing",
    "searching",
    "loading",
    "reading",
    "checking",
    "phrasing",
    "done",
    "stopped",
    "failed",
]
_ENDS = ("done", "stopped", "failed")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, the passages found for it, the draft as it is written, and the answer."""

    question: str
    stage: Stage = "searching"
    passages: tuple[CitedPassage, ...] = ()
    draft: str = ""
    answer: Answer | None = None
    error: str | None = None
    """Why it failed, in words for the reader; None for an internal error."""
    seconds: float = 0.0
    """Seconds since the question was asked."""
    liked: bool | None = None
    """The reader's judgement; None without one."""
    comment: str | None = None
    ahead: int = 0
    """Questions ahead of it in the queue."""
    only: str = ""
    """Description of the filters; empty without any."""
    translating: bool = False
    """Whether its quotations are being translated, as the reader asked."""
    told: str = ""
    """The state of that translation, or why there is none, in words for the reader."""
    id: str = field(default_factory=lambda: uuid.uuid4().hex[:12], compare=False)
    """Names it to the events of the page: its place changes when one before it is asked again."""

    @property
    def running(self) -> bool:
        """Whether the answer is unfinished."""
        return self.stage not in _ENDS

    def at_rest(self) -> "Exchange":
        """This exchange with all work ended: `done` if it has an answer, else `stopped`."""
        # One that is answered lacks only a sentence of the model's, or a translation.
        end: Stage = "done" if self.answer else "stopped"
        stage = end if self.running else self.stage
        return replace(self, stage=stage, translating=False, told="")

    def failed(self, error: CiteraError) -> "Exchange":
        """This exchange as failed; passages and draft stay."""
        told = None if isinstance(error, InternalError) else str(error)
        return replace(self, stage="failed", error=told)


def follow(
    assistant: "Assistant",
    exchange: Exchange,
    earlier: Sequence[Exchange],
    filters: "Filters | None" = None,
) -> Generator[Exchange]:
    """Ask, and yield the exchange as it grows, from `searching` to `done` or `failed`.

    `earlier` are the exchanges before it in the conversation, which a follow-up may refer to.
    """
    from assistant.query.turns import Turn

    history = [Turn(past.question, past.answer.text) for past in earlier if past.answer]
    yield exchange
    began = time.monotonic()
    try:
        with internal_errors(logger, "answering a question"):
            events = assistant.stream(exchange.question, history, filters)
            for event in observed(events, exchange.question, "page"):
                exchange = replace(_advance(exchange, event), seconds=time.monotonic() - began)
                yield exchange
            if exchange.running:
                raise AssertionError("the stream ended without an answer")
    except CiteraError as error:
        yield exchange.failed(error)


def _advance(exchange: Exchange, event: Event) -> Exchange:
    """The exchange after the next event of the stream.

    A question of several parts has one `PassagesEvent` for each; the passages are merged.
    """
    if isinstance(event, PassagesEvent):
        found = {passage.id: passage for passage in (*exchange.passages, *event.passages)}
        return replace(exchange, stage="reading", passages=tuple(found.values()))
    if isinstance(event, TokenEvent):
        stage: Stage = "phrasing" if exchange.answer else "checking"
        return replace(exchange, stage=stage, draft=exchange.draft + event.text)
    if isinstance(event, SentenceEvent):
        return exchange  # the whole answer follows at once
    answer = event.answer
    stage = "phrasing" if isinstance(event, AnswerEvent) else "done"
    return replace(exchange, stage=stage, passages=answer.passages, answer=answer, draft="")
