import threading
from collections.abc import Iterator

import pytest

from ingest.channel import Channel, ahead


def test_items_arrive_in_order_and_then_the_error():
    def items() -> Iterator[int]:
        yield from range(100)
        raise ValueError("bad")

    taken: list[int] = []
    with pytest.raises(ValueError, match="bad"):
        taken.extend(ahead(items(), 3))
    assert taken == list(range(100))


def test_no_more_is_produced_than_there_is_room_for():
    produced: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            produced.append(number)
            yield number

    cancelled: list[bool] = []
    found = ahead(items(), 3, lambda: cancelled.append(True))
    assert next(found) == 0
    found.close()
    assert len(produced) <= 5
    assert cancelled == [True]


def test_who_waits_at_a_channel_that_is_closed_goes_on():
    full, empty = Channel[int](1), Channel[int](1)
    full.put(1)
    outcome: list[object] = []
    threads = [
        threading.Thread(target=lambda: outcome.append(full.put(2))),
        threading.Thread(target=lambda: outcome.append(list(empty))),
    ]
    for thread in threads:
        thread.start()
    for channel in (full, empty):
        channel.close()
    for thread in threads:
        thread.join(60)
    assert sorted(outcome, key=str) == [False, []]
