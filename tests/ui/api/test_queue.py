"""Tests of ui/api/queue.py: questions have their turns in the order they came."""

import threading

import pytest

from ui.api.queue import Queue, QueueClosed, QueueFull


def test_turns_come_in_order_and_tell_how_many_are_before():
    queue = Queue(at_once=1, waiting=2)
    first, second, third = queue.join(), queue.join(), queue.join()
    assert [ticket.wait(0) for ticket in (first, second, third)] == [0, 1, 2]
    with first:
        pass
    assert [ticket.wait(0) for ticket in (second, third)] == [0, 1]


def test_one_too_many_is_refused_until_somebody_leaves():
    queue = Queue(at_once=1, waiting=1)
    first = queue.join()
    queue.join()
    with pytest.raises(QueueFull, match="waiting: 1"):
        queue.join()
    with first:
        pass
    queue.join()


def test_who_gives_up_waiting_holds_nobody_up():
    queue = Queue(at_once=1, waiting=2)
    first, second, third = queue.join(), queue.join(), queue.join()
    with second:
        pass
    with first:
        pass
    assert third.wait(0) == 0


def test_a_closed_queue_refuses_those_that_wait_and_lets_the_others_run():
    queue = Queue(at_once=1, waiting=2)
    running, waiting, late = queue.join(), queue.join(), queue.join()
    assert [running.wait(0), waiting.wait(0)] == [0, 1]
    refused: list[bool] = []

    def wait():
        with pytest.raises(QueueClosed):
            waiting.wait_for_turn()
        refused.append(True)

    thread = threading.Thread(target=wait)
    thread.start()
    queue.close()
    thread.join(5)
    assert refused == [True]
    assert running.wait(0) == 0
    with pytest.raises(QueueClosed):
        queue.join()
    with running, waiting:
        pass
    with pytest.raises(QueueClosed):  # it would be its turn now
        late.wait(0)


def test_a_turn_is_told_at_once():
    queue = Queue(at_once=1, waiting=1)
    first, second = queue.join(), queue.join()
    waiting = threading.Thread(target=second.wait_for_turn)
    waiting.start()
    with first:
        assert waiting.is_alive()
    waiting.join(5)
    assert not waiting.is_alive()
