"""Runs a generator in threads for asynchronous code, with cancellation."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextvars import copy_context
from typing import TypeVar

from assistant.llm.hosted import Stop

T = TypeVar("T")


async def step_in_thread(items: Generator[T], stop: Stop) -> AsyncGenerator[T]:
    """The items of a generator, each worked out in a thread while the event loop goes on.

    Where the caller is cancelled or leaves early, `stop` is cancelled, and the generator closed as
    soon as it is at its next step.
    """
    loop, context = asyncio.get_running_loop(), copy_context()
    done = object()

    def step() -> T | object:
        return next(items, done)

    try:
        while True:
            # Not a task: at the end of a program those are cancelled, and threads go on.
            pending = loop.run_in_executor(None, context.run, step)
            item = await asyncio.shield(pending)
            if item is done:
                break
            yield item  # type: ignore[misc]
    finally:
        stop.cancel()
        await asyncio.wait([pending])
        if not pending.cancelled():
            pending.exception()  # looked at, so that asyncio does not report it
        await loop.run_in_executor(None, items.close)
