"""Streaming from a hosted model, where its client loses a cancellation."""

import asyncio
import threading
from concurrent.futures import Future
from typing import Any, cast

import pytest

from assistant.llm.hosted import stream_chunks


class Swallowing:
    """A model whose client swallows the first cancellation, as `asyncio.wait_for` may."""

    def __init__(self) -> None:
        self.asked, self.ended = threading.Event(), threading.Event()

    async def astream(self, prompt: Any) -> Any:
        try:
            self.asked.set()
            try:
                await asyncio.sleep(30)
            except asyncio.CancelledError:
                yield "a piece that came at the same moment"
            await asyncio.sleep(30)
        finally:
            self.ended.set()


def test_a_cancellation_that_a_client_swallows_ends_the_request_all_the_same():
    model, stop = Swallowing(), Future()
    pieces = stream_chunks(cast(Any, model), [], 30, stop)
    threading.Timer(0.05, lambda: model.asked.wait(5) and stop.cancel()).start()
    with pytest.raises(asyncio.CancelledError):
        next(pieces)
    assert model.ended.wait(5)
