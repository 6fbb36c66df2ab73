"""Tests of ui/api/queue.py: questions have their turns in the order they came."""

import threading

import pytest

from ui.api.queue import Line, LineFull


def test_turns_come_in_order_and_tell_how_many_are_before():
    line = Line(at_once=1, waiting=2)
    first, second, third = line.join(), line.join(), line.join()
    assert [place.wait(0) for place in (first, second, third)] == [0, 1, 2]
    with first:
        pass
    assert [place.wait(0) for place in (second, third)] == [0, 1]


def test_one_too_many_is_refused_until_somebody_leaves():
    line = Line(at_once=1, waiting=1)
    first = line.join()
    line.join()
    with pytest.raises(LineFull, match="waiting: 1"):
        line.join()
    with first:
        pass
    line.join()


def test_who_gives_up_waiting_holds_nobody_up():
    line = Line(at_once=1, waiting=2)
    first, second, third = line.join(), line.join(), line.join()
    with second:
        pass
    with first:
        pass
    assert third.wait(0) == 0


def test_a_turn_is_told_at_once():
    line = Line(at_once=1, waiting=1)
    first, second = line.join(), line.join()
    waiting = threading.Thread(target=second.wait_for_turn)
    waiting.start()
    with first:
        assert waiting.is_alive()
    waiting.join(5)
    assert not waiting.is_alive()
