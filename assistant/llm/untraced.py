"""LangChain's client for a model on this machine, which tells no other of what it is given.

Imported only once a local model is loaded: it takes LangChain's package for OpenAI's interface.
"""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from contextvars import Context, copy_context
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_openai import ChatOpenAI
from pydantic import Field

from assistant.llm.fair_lock import FairLock


class UntracedChatOpenAI(ChatOpenAI):
    """`ChatOpenAI` that LangSmith does not trace, whatever the environment asks for.

    `LANGSMITH_TRACING`, which others of a user's programs may want, would send every article that
    is read to LangSmith's servers. Models that share a slot of the engine have the same
    `lock`; a reply's time begins once it is held.
    """

    lock: FairLock = Field(default_factory=FairLock, exclude=True)

    def invoke(self, *args: Any, **kwargs: Any) -> AIMessage:
        """The whole reply."""
        with self.lock.held():
            reply: AIMessage = _untraced().run(super().invoke, *args, **kwargs)
        return reply

    def stream(self, *args: Any, **kwargs: Any) -> Iterator[AIMessageChunk]:
        """The reply piece by piece.

        Raises `TimeoutError` at the first piece that comes after the model's `timeout`, which by
        itself limits the time between two pieces only. The lock is given back with the first piece:
        whoever reads slowly keeps nobody waiting.
        """
        limit = self.request_timeout if isinstance(self.request_timeout, float) else math.inf
        context = _untraced()
        pieces: Any = super().stream(*args, **kwargs)
        try:
            with ExitStack() as stack:
                stack.enter_context(self.lock.held())
                ends = time.monotonic() + limit
                for piece in _stepped(context, pieces):
                    stack.close()
                    if time.monotonic() > ends:
                        raise TimeoutError
                    yield piece
        finally:
            context.run(pieces.close)


def _stepped(context: Context, pieces: Iterator[AIMessageChunk]) -> Iterator[AIMessageChunk]:
    """What an iterator gives, run in a context that the code between its steps does not see."""
    step: Callable[..., AIMessageChunk | None] = next
    while (piece := context.run(step, pieces, None)) is not None:
        yield piece


def _untraced() -> Context:
    """A copy of the context in which tracing is off."""
    from langsmith.run_helpers import tracing_context

    context = copy_context()
    context.run(tracing_context(enabled=False).__enter__)
    return context
