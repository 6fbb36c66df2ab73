"""Streaming from hosted models: time limit, cancellation, and detection of incomplete replies."""

import asyncio
import re
import threading
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import CancelledError, Future
from functools import lru_cache
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeAlias

from assistant.llm.failures import BadReply, Failure
from assistant.llm.prompt_examples import NOT_FOUND

if TYPE_CHECKING:
    from langchain_core.messages import AIMessageChunk, BaseMessage
    from langchain_core.runnables import Runnable

Stop: TypeAlias = Future[None]
"""Something that may be cancelled from any thread, to stop all that is done for a question."""

_REASONS = ("finish_reason", "stop_reason", "done_reason", "stopReason")
"""Under which names providers tell why a reply ended."""
_FILTERED = frozenset(
    "content_filter safety refusal prohibited_content blocklist recitation guardrail_intervened"
    .split()
)  # fmt: skip
_BROKEN_OFF = frozenset(
    "length max_tokens max_output_tokens model_length model_context_window_exceeded".split()
)
_WHOLE = re.compile(rf"(?:[\]】］.!?…。！？؟।\"'”»)*]|{NOT_FOUND})\s*$")
"""How a reply ends that was not broken off in the middle of a sentence."""
_THINK, _THOUGHT = "<think>", "</think>"
"""What stands around the thinking that some models write before their answer."""


def stream_chunks(
    model: "Runnable[Any, Any]", prompt: list["BaseMessage"], seconds: float, stop: Stop | None
) -> Iterator["AIMessageChunk"]:
    """The pieces of a model's reply as they come.

    The request runs on an event loop of its own, where it can be dropped whatever the provider
    is doing: when this iterator is closed, when `stop` is cancelled, and after `seconds`, however
    often the provider's package tries again. Raises `TimeoutError` then, and what the model
    raises.
    """
    pieces: SimpleQueue[Any] = SimpleQueue()

    async def pump() -> None:
        async with asyncio.timeout(seconds):
            async for chunk in model.astream(prompt):
                # Before Python 3.12, `asyncio.wait_for`, which LangChain's clients use, swallows a
                # cancellation that comes at the same moment as a chunk.
                if (task := asyncio.current_task()) and task.cancelling():
                    raise asyncio.CancelledError
                pieces.put(chunk)

    running = asyncio.run_coroutine_threadsafe(pump(), _event_loop())
    running.add_done_callback(pieces.put)
    if stop is not None:
        stop.add_done_callback(lambda _: running.cancel())
    try:
        while (piece := pieces.get()) is not running:
            yield piece
        running.result()
    except CancelledError:
        # Not an error of the model, and nobody waits for what would be made of one.
        raise asyncio.CancelledError from None
    finally:
        running.cancel()


def read_reply(chunks: Iterable["AIMessageChunk"], most_characters: int) -> Generator[str]:
    """The text of a reply, piece by piece, without the thinking that it may begin with.

    Raises `BadReply` where it is empty, has more than `most_characters`, was broken off or ends
    in a refusal. What was broken off is not cut back to its whole sentences: the one that is lost
    may be the one that takes the others back, and nothing would tell the reader.
    """
    text, given, ending = "", 0, None
    for chunk in chunks:
        text += chunk.text if isinstance(chunk.text, str) else str(chunk.content)
        ending = _ending(chunk) or ending
        if len(text) > most_characters:
            raise BadReply(Failure.ENDLESS)
        if piece := _without_thinking(text)[given:]:
            given += len(piece)
            yield piece
    _check_whole(_without_thinking(text), ending)


def _without_thinking(text: str) -> str:
    """A reply, as far as it has come; empty while all of it is thinking, or may yet be."""
    if _THINK.startswith(text.lstrip()[: len(_THINK)]):
        return text.partition(_THOUGHT)[2].lstrip()
    return text


def _check_whole(text: str, ending: str | None) -> None:
    if ending in _FILTERED:
        raise BadReply(Failure.FILTERED)
    if ending in _BROKEN_OFF:
        raise BadReply(Failure.CUT_OFF)
    if not text.strip():
        raise BadReply(Failure.EMPTY)
    # Not all providers tell why a reply ended; what ends as a sentence does is taken to be whole.
    if ending is None and not _WHOLE.search(text):
        raise BadReply(Failure.CUT_OFF)


def _ending(chunk: "AIMessageChunk") -> str | None:
    told = (chunk.response_metadata.get(name) for name in _REASONS)
    return next((str(reason).lower() for reason in told if reason), None)


@lru_cache(maxsize=1)
def _event_loop() -> asyncio.AbstractEventLoop:
    """The event loop that all requests of this process run on, in a thread of its own."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="citera-providers", daemon=True).start()
    return loop
