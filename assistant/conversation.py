"""`Conversation`: questions that follow one another; each may refer to those before."""

from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Protocol

from assistant.answer import Answer, Event, FinalEvent
from assistant.query.turns import Turn
from vectorstore.filters import Filters


class Answers(Protocol):
    """What a conversation is held with: an `Assistant`."""

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Iterator[Event]:
        """The events of an answer."""
        ...

    def astream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> AsyncGenerator[Event]:
        """The same for asynchronous code."""
        ...


@dataclass
class Conversation:
    """A conversation with an assistant, which remembers it; `Assistant.conversation` begins one.

    Of what was said, follow-ups are read with the last turns, as many as the setting
    `history_tokens` has room for, and one that names its own topic forgets the old one.
    Not for several threads at once: a conversation has one thread of questions.
    """

    assistant: Answers
    filters: Filters | None = None
    turns: list[Turn] = field(default_factory=list)

    def ask(self, question: str) -> Answer:
        """Answer a question in the light of those before it; raises as `Assistant.ask` does."""
        for event in self.stream(question):
            if isinstance(event, FinalEvent):
                return event.answer
        raise AssertionError("a stream ends with its answer")

    def stream(self, question: str) -> Iterator[Event]:
        """Answer piece by piece. A stream that is left before its end is not remembered."""
        for event in self.assistant.stream(question, self.turns, self.filters):
            if isinstance(event, FinalEvent):
                self.turns.append(Turn(question, event.answer.text))
            yield event

    async def aask(self, question: str) -> Answer:
        """`ask` for asynchronous code. A question that is cancelled is not remembered."""
        async with aclosing(self.astream(question)) as events:
            async for event in events:
                if isinstance(event, FinalEvent):
                    return event.answer
        raise AssertionError("a stream ends with its answer")

    async def astream(self, question: str) -> AsyncGenerator[Event]:
        """`stream` for asynchronous code, as `Assistant.astream` is."""
        async with aclosing(self.assistant.astream(question, self.turns, self.filters)) as events:
            async for event in events:
                if isinstance(event, FinalEvent):
                    self.turns.append(Turn(question, event.answer.text))
                yield event
