"""The line in which questions wait for their turn: so many at once, first come first served."""

import threading
from types import TracebackType

from vectorstore.errors import CiteraError


class LineFull(CiteraError):
    """So many questions wait already that one more is refused."""


class Line:
    """Up to `at_once` questions are worked on, and up to `waiting` more wait; thread-safe."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self.at_once = at_once
        self.waiting = waiting
        self._places: list[Place] = []
        self._moved = threading.Condition()

    def join(self) -> "Place":
        """A place at the end of the line, to be entered with `with` and so left again.

        Raises:
            LineFull: if no more may wait.
        """
        with self._moved:
            if len(self._places) >= self.at_once + self.waiting:
                raise LineFull(
                    f"Too many are asking at once (waiting: {self.waiting}). Ask again in a minute."
                )
            place = Place(self)
            self._places.append(place)
            return place

    def ahead_of(self, place: "Place", seconds: float) -> int:
        """How many stand before a place once it has its turn or `seconds` are over."""

        def ahead() -> int:
            return max(self._places.index(place) + 1 - self.at_once, 0)

        with self._moved:
            self._moved.wait_for(lambda: not ahead(), seconds)
            return ahead()

    def leave(self, place: "Place") -> None:
        """Let those behind a place move up."""
        with self._moved:
            self._places.remove(place)
            self._moved.notify_all()


class Place:
    """A place in a line."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def __enter__(self) -> "Place":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._line.leave(self)

    def wait(self, seconds: float) -> int:
        """Wait for the turn, `seconds` at most; how many must have theirs first, then: 0 is now."""
        return self._line.ahead_of(self, seconds)

    def wait_for_turn(self) -> None:
        """Return when it is this place's turn."""
        while self.wait(60):
            pass
