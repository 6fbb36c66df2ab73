"""`ChatServer`: Uvicorn's server, which lets running answers end before it stops."""

import asyncio
import atexit
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from uvicorn.server import HANDLED_SIGNALS

from ui.api.queue import Queue

logger = logging.getLogger(__name__)

_POLL_SECONDS = 0.1


class ChatServer(uvicorn.Server):
    """A server that, told to stop, takes no more questions and lets the running ones end.

    They have `seconds` for it. Meanwhile all else is served, as a page follows its answer by
    requests. A second Ctrl-C stops at once.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        queue: Queue,
        seconds: float,
        on_ready: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(config)
        self.queue = queue
        self.seconds = seconds
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve, and tell `on_ready`."""
        await super().startup(sockets)
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let the running answers end, and stop."""
        self.queue.close()
        until = time.monotonic() + self.seconds
        while (left := sum(self.queue.lengths())) and not self.force_exit:
            if time.monotonic() >= until:
                logger.warning("answers that were cut off as the chat stopped: %d", left)
                self.config.timeout_graceful_shutdown = 0  # they had their time
                break
            await asyncio.sleep(_POLL_SECONDS)
        logging.getLogger("uvicorn.error").addFilter(_is_fault)
        await super().shutdown(sockets)


def _is_fault(record: logging.LogRecord) -> bool:
    """Whether a record tells more than that connections of open pages were closed at the end."""
    is_end = record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError)
    return not is_end and not str(record.msg).startswith("Cancel %s running task(s)")


@contextmanager
def exit_on_signals(queue: Queue) -> Iterator[None]:
    """Let SIGTERM and SIGINT end the process with exit code 0, once Uvicorn has stopped for them.

    Uvicorn raises a signal again after it has stopped. The process then ends there: threads that
    load a model or read an upload cannot be cancelled, and what they write to disk is whole or
    not there.
    """

    def exit_now(*_: object) -> None:
        if not sum(queue.lengths()):  # a chat model cannot be closed while it answers
            atexit._run_exitfuncs()
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)

    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread receives signals
        return
    before = {each: signal.signal(each, exit_now) for each in HANDLED_SIGNALS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
