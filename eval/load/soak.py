"""The soak test: questions one after the other, and whether what the chat takes grows."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from eval.load.chat import Chat
from eval.load.exchange import ask, client_of, user
from eval.load.figures import slope
from eval.load.process import folder_bytes, memory_mib, open_file_count, thread_count

LIMITS = {"memory_mib": 10.0, "threads": 1.0, "open_files": 1.0, "store_mib": 0.5}
"""The most that each may grow in 1,000 questions; by less, a day of them takes little."""
FEWEST_CHECKS = 4
"""The first is left out, as caches fill until then, and two points make no slope to trust."""


@dataclass(frozen=True, slots=True)
class Check:
    """What the chat takes after a number of questions."""

    questions: int
    seconds: float
    memory_mib: float
    threads: int
    open_files: int
    store_mib: float


@dataclass(frozen=True, slots=True)
class SoakReport:
    """Result of a soak test."""

    asked: int
    failed: int
    checks: list[Check]
    growth: dict[str, float]
    """By the names of `LIMITS`: how much each grew in 1,000 questions; empty for too few checks."""
    tracebacks: int

    def faults(self) -> list[str]:
        """What must not be: growth beyond the limits, errors, too few checks to tell."""
        found = [
            f"{name} grows by {self.growth[name]:.2f} in 1,000 questions; the limit is {limit:g}"
            for name, limit in LIMITS.items()
            if self.growth.get(name, 0.0) > limit
        ]
        if not self.growth:
            found.append(f"{len(self.checks)} checks tell no growth; it takes {FEWEST_CHECKS}")
        if self.failed:
            found.append(f"{self.failed} of {self.asked} questions failed")
        if self.tracebacks:
            found.append(f"{self.tracebacks} tracebacks in the log")
        return found


def run_soak(
    chat: Chat,
    questions: Sequence[str],
    number: int,
    every: int,
    seconds: float,
    say: Callable[[Check], None],
) -> SoakReport:
    """Ask `number` questions one after the other, for `seconds` at most; check after each `every`.

    `say` is told of each check.
    """
    began = time.monotonic()
    checks: list[Check] = []
    asked = failed = 0
    with client_of(chat.address) as client:
        for text in _distinct(questions):
            if asked == number or time.monotonic() - began > seconds:
                break
            failed += ask(client, [user(text)]).outcome != "answered"
            asked += 1
            if asked % every == 0:
                checks.append(_check(chat, asked, time.monotonic() - began))
                say(checks[-1])
    return SoakReport(asked, failed, checks, growth(checks), chat.tracebacks())


def _distinct(questions: Sequence[str]) -> Iterator[str]:
    """The questions again and again, never the same text twice.

    What is kept for each text that was ever asked would otherwise stop growing.
    """
    for turn in count(1):
        for question in questions:
            yield question if turn == 1 else f"{question} ({turn})"


def _check(chat: Chat, asked: int, seconds: float) -> Check:
    return Check(
        asked,
        seconds,
        memory_mib(chat.pid),
        thread_count(chat.pid),
        open_file_count(chat.pid),
        folder_bytes(chat.store) / 2**20,
    )


def growth(checks: Sequence[Check]) -> dict[str, float]:
    """How much what is checked grows in 1,000 questions, the first check left out.

    Empty for fewer than `FEWEST_CHECKS` checks.
    """
    if len(checks) < FEWEST_CHECKS:
        return {}
    return {
        name: slope([(check.questions / 1000, getattr(check, name)) for check in checks[1:]])
        for name in LIMITS
    }
