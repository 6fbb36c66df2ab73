"""First-in, first-out queue of questions, with a limit on how many run at once."""

import threading

from vectorstore.errors import CiteraError


class QueueFull(CiteraError):
    """The queue is full: as many questions wait as may, `waiting`."""

    def __init__(self, waiting: int) -> None:
        super().__init__(
            f"Too many are asking at once (waiting: {waiting}). Ask again in a minute."
        )
        self.waiting = waiting


class QueueClosed(CiteraError):
    """The queue was closed, as the chat is being stopped."""

    def __init__(self) -> None:
        super().__init__("The chat is being stopped. Ask again when it is back.")


class Queue:
    """A queue in which `at_once` questions run and up to `waiting` more wait; thread-safe."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self.at_once = at_once
        self.waiting = waiting
        self.closed = False
        self._tickets: list[Ticket] = []
        self._moved = threading.Condition()

    def join(self) -> "Ticket":
        """A ticket at the end of the queue: a context manager, which leaves the queue on exit.

        Raises:
            QueueFull: if no more may wait.
            QueueClosed: if the queue was closed.
        """
        with self._moved:
            if self.closed:
                raise QueueClosed
            if len(self._tickets) >= self.at_once + self.waiting:
                raise QueueFull(self.waiting)
            ticket = Ticket(self)
            self._tickets.append(ticket)
            return ticket

    def ahead_of(self, ticket: "Ticket", seconds: float) -> int:
        """The number of questions ahead of a ticket, once it is 0 or `seconds` have passed.

        Raises:
            QueueClosed: if the queue was closed before it was the ticket's turn.
        """

        def ahead() -> int:
            return max(self._tickets.index(ticket) + 1 - self.at_once, 0)

        with self._moved:
            self._moved.wait_for(lambda: self.closed or not ahead(), seconds)
            if self.closed and not ticket.has_turn:
                raise QueueClosed
            ticket.has_turn = not ahead()
            return ahead()

    def close(self) -> None:
        """Take no more questions, and refuse those that wait; those that run go on."""
        with self._moved:
            self.closed = True
            self._moved.notify_all()

    def lengths(self) -> tuple[int, int]:
        """How many questions run, and how many wait."""
        with self._moved:
            running = min(len(self._tickets), self.at_once)
            return running, len(self._tickets) - running

    def leave(self, ticket: "Ticket") -> None:
        """Remove a ticket, so that the ones after it move up."""
        with self._moved:
            self._tickets.remove(ticket)
            self._moved.notify_all()


class Ticket:
    """The place of one question in a queue."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        self.has_turn = False
        """Whether it was told that its question may run."""

    def __enter__(self) -> "Ticket":
        return self

    def __exit__(self, *_: object) -> None:
        self._queue.leave(self)

    def wait(self, seconds: float) -> int:
        """Wait for the turn, at most `seconds`; the number of questions still ahead, 0 for none.

        Raises:
            QueueClosed: if the queue was closed before the turn came.
        """
        return self._queue.ahead_of(self, seconds)

    def wait_for_turn(self) -> None:
        """Return when it is this ticket's turn; raises `QueueClosed` as `wait` does."""
        while self.wait(60):
            pass
