"""`Conversation`: questions that follow one another, and what of them a follow-up is read with."""

from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.answer import Answer, Event, FinalEvent

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from vectorstore.filters import Filters


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation."""

    question: str
    answer: str


@dataclass
class Conversation:
    """A conversation with an assistant, which remembers it; `Assistant.conversation` begins one.

    Of what was said, follow-ups are read with the last turns, as many as the setting
    `history_tokens` has room for, and one that names its own topic forgets the old one.
    Not for several threads at once: a conversation has one thread of questions.
    """

    assistant: "Assistant"
    filters: "Filters | None" = None
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


def recent(turns: Sequence[Turn], tokens: int) -> list[Turn]:
    """The last turns that have at most about so many tokens together, the last one at any rate.

    Tokens are counted as four bytes of UTF-8, which is near for the languages of Europe and too
    many for the others: a bound needs no more.
    """
    kept: list[Turn] = []
    left = tokens
    for turn in reversed(turns):
        left -= len(f"{turn.question}{turn.answer}".encode()) // 4
        if kept and left < 0:
            break
        kept.append(turn)
    return kept[::-1]
