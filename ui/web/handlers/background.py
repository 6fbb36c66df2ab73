"""`Background`: work that goes on when the page that asked for it is reloaded or closed."""

import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import Any

Show = Callable[[Any], None]
"""Takes an update of a piece of work, to be shown."""


class Background:
    """A thread that carries out one piece of work after another, in the order they came."""

    def __init__(self) -> None:
        self._work: SimpleQueue[Callable[[], None]] = SimpleQueue()
        # A daemon: the end of the program does not wait for it, as an ingest may be killed.
        self._thread = threading.Thread(target=self._carry_out, name="background", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether the thread takes work."""
        return self._thread.is_alive()

    def updates(self, work: Callable[[Show], None]) -> Iterator[Any]:
        """What `work` shows, which the thread carries out to the end even if nobody looks.

        Raises:
            BaseException: what `work` raises.
        """
        made: SimpleQueue[tuple[bool, Any]] = SimpleQueue()
        self._work.put(lambda: _make(work, made.put))
        while True:
            goes_on, item = made.get()
            if goes_on:
                yield item
            elif item is None:
                return
            else:
                raise item

    def _carry_out(self) -> None:
        while True:
            self._work.get()()


def _make(work: Callable[[Show], None], put: Callable[[tuple[bool, Any]], None]) -> None:
    end = None
    try:
        work(lambda item: put((True, item)))
    except BaseException as error:  # raised again where the items are taken
        end = error
    put((False, end))
