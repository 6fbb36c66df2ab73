"""`FairLock`: a lock that threads are given in the order in which they ask for it."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class FairLock:
    """Lets the questions that are asked side by side into a slot of the engine, one at a time.

    Who waits here waits before its request, so that the time limit of a reply is not used up while
    others are answered.
    """

    def __init__(self) -> None:
        self._waiting: deque[object] = deque()
        self._moved = threading.Condition()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for all who came before; the next one has the lock on exit."""
        ticket = object()
        with self._moved:
            self._waiting.append(ticket)
        try:
            with self._moved:
                self._moved.wait_for(lambda: self._waiting[0] is ticket)
            yield
        finally:
            with self._moved:
                self._waiting.remove(ticket)
                self._moved.notify_all()
