"""Rate limit on the questions of each reader."""

import threading
import time
from collections import deque
from collections.abc import Callable

_WINDOW_SECONDS = 60.0


class RateLimit:
    """A sliding-window limit: `per_minute` questions of each reader in any minute; thread-safe."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._asked: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def wait(self, reader: str) -> float:
        """Count a question of `reader` if it is within the limit; else the seconds to wait.

        Returns:
            0 if the question may be asked now; it is then counted.
        """
        with self._lock:
            now = self._clock()
            self._forget_before(now - _WINDOW_SECONDS)
            asked = self._asked.setdefault(reader, deque())
            if len(asked) >= self.per_minute:
                return asked[0] + _WINDOW_SECONDS - now
            asked.append(now)
            return 0.0

    def _forget_before(self, moment: float) -> None:
        for reader, asked in list(self._asked.items()):
            while asked and asked[0] <= moment:
                asked.popleft()
            if not asked:
                del self._asked[reader]
