"""Threads are given a fair lock in the order in which they asked."""

import threading
import time

import pytest

from assistant.llm.fair_lock import FairLock
from tests.assistant.llm.client import PROMPT, client_of
from tests.assistant.provider import reply, stand_in


def waiting(lock: FairLock) -> int:
    return len(lock._waiting)


def begin(lock: FairLock, work) -> threading.Thread:
    """Start a thread, and wait until it has joined the line."""
    before = waiting(lock)
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    ends = time.monotonic() + 10
    while waiting(lock) == before and time.monotonic() < ends:
        time.sleep(0.001)
    return thread


def test_the_lock_is_given_in_the_order_in_which_it_was_asked_for():
    lock, order, inside = FairLock(), [], []

    def take(number: int) -> None:
        with lock.held():
            inside.append(number)
            assert len(inside) == 1
            order.append(number)
            inside.remove(number)

    with lock.held():
        threads = [begin(lock, lambda number=number: take(number)) for number in range(8)]
        assert order == []
    for thread in threads:
        thread.join(10)
    assert order == list(range(8))


def test_work_that_fails_gives_the_lock_back():
    lock = FairLock()
    with pytest.raises(ZeroDivisionError), lock.held():
        raise ZeroDivisionError
    with lock.held():
        assert waiting(lock) == 1


def test_waiting_for_the_lock_uses_up_no_time_of_a_reply():
    lock, told = FairLock(), []
    with stand_in(reply("He did."), reply("He did.")) as provider:
        model = client_of(provider.url, lock=lock, timeout=3)

        def ask() -> None:
            told.append("".join(piece.text for piece in model.stream(PROMPT)))
            told.append(model.invoke(PROMPT).text)

        with lock.held():
            thread = begin(lock, ask)
            time.sleep(3.2)
        thread.join(10)
    assert told == ["He did.", "He did."]


def test_a_stream_that_is_read_slowly_keeps_nobody_waiting():
    lock = FairLock()
    with stand_in(reply("He did."), reply("She did.")) as provider:
        model = client_of(provider.url, lock=lock)
        slow = model.stream(PROMPT)
        assert next(slow) is not None
        assert model.invoke(PROMPT).text == "She did."
        slow.close()
