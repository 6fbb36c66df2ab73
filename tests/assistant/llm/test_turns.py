"""Threads get their turns in the order in which they asked."""

import threading
import time

import pytest

from assistant.llm.turns import Turns
from tests.assistant.llm.client import PROMPT, client_of
from tests.assistant.provider import reply, stand_in


def waiting(turns: Turns) -> int:
    return len(turns._waiting)


def begin(turns: Turns, work) -> threading.Thread:
    """Start a thread, and wait until it has joined the line."""
    before = waiting(turns)
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    ends = time.monotonic() + 10
    while waiting(turns) == before and time.monotonic() < ends:
        time.sleep(0.001)
    return thread


def test_turns_come_in_the_order_in_which_they_were_asked_for():
    turns, order, inside = Turns(), [], []

    def take(number: int) -> None:
        with turns.turn():
            inside.append(number)
            assert len(inside) == 1
            order.append(number)
            inside.remove(number)

    with turns.turn():
        threads = [begin(turns, lambda number=number: take(number)) for number in range(8)]
        assert order == []
    for thread in threads:
        thread.join(10)
    assert order == list(range(8))


def test_a_turn_that_fails_ends():
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.turn():
        raise ZeroDivisionError
    with turns.turn():
        assert waiting(turns) == 1


def test_waiting_for_a_turn_uses_up_no_time_of_a_reply():
    turns, told = Turns(), []
    with stand_in(reply("He did."), reply("He did.")) as provider:
        model = client_of(provider.url, turns=turns, timeout=3)

        def ask() -> None:
            told.append("".join(piece.text for piece in model.stream(PROMPT)))
            told.append(model.invoke(PROMPT).text)

        with turns.turn():
            thread = begin(turns, ask)
            time.sleep(3.2)
        thread.join(10)
    assert told == ["He did.", "He did."]


def test_a_stream_that_is_read_slowly_keeps_nobody_waiting():
    turns = Turns()
    with stand_in(reply("He did."), reply("She did.")) as provider:
        model = client_of(provider.url, turns=turns)
        slow = model.stream(PROMPT)
        assert next(slow) is not None
        assert model.invoke(PROMPT).text == "She did."
        slow.close()
