"""Admission of questions: one rate limit for each reader and one queue for all interfaces."""

import math
from typing import TYPE_CHECKING

from ui.api.queue import Queue, QueueClosed, QueueFull, Ticket
from ui.api.rate_limit import RateLimit
from ui.operations.metrics import REFUSED
from vectorstore.errors import CiteraError

if TYPE_CHECKING:
    from assistant import Settings


class TooManyQuestions(CiteraError):
    """A reader exceeded the rate limit and may ask again in `seconds` (an integer)."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many questions in a minute: go on in {seconds} s.")
        self.seconds = seconds


class Admission:
    """Rate limit and queue of questions, in that order; thread-safe."""

    def __init__(self, limit: RateLimit, queue: Queue) -> None:
        self.limit = limit
        self.queue = queue

    def enter(self, reader: str) -> Ticket:
        """Count a question of `reader` and join the queue; the ticket is a context manager.

        Raises:
            TooManyQuestions: if `reader` has asked as many as the rate limit allows.
            QueueFull: if no more questions may wait.
            QueueClosed: if the chat is being stopped.
        """
        seconds = self.limit.wait(reader)
        if seconds:
            REFUSED.labels("rate_limit").inc()
            raise TooManyQuestions(math.floor(seconds) + 1)
        try:
            return self.queue.join()
        except QueueFull:
            REFUSED.labels("queue_full").inc()
            raise
        except QueueClosed:
            REFUSED.labels("stopping").inc()
            raise


def admission_of(settings: "Settings") -> Admission:
    """The admission that the settings describe."""
    queue = Queue(settings.questions_at_once, settings.questions_waiting)
    return Admission(RateLimit(settings.questions_per_minute), queue)
