"""Tests of ui/api/rate_limit.py: each reader's questions are counted within a moving minute."""

from ui.api.rate_limit import RateLimit


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_questions_beyond_the_limit_wait_until_the_first_is_a_minute_old():
    clock = Clock()
    limit = RateLimit(2, clock)
    assert limit.wait("a") == 0
    clock.now += 20
    assert limit.wait("a") == 0
    assert limit.wait("a") == 40
    clock.now += 40
    assert limit.wait("a") == 0
    assert limit.wait("a") == 20


def test_readers_are_counted_apart():
    limit = RateLimit(1, Clock())
    assert (limit.wait("a"), limit.wait("b")) == (0, 0)
    assert limit.wait("a") == 60


def test_readers_who_left_are_forgotten():
    clock = Clock()
    limit = RateLimit(1, clock)
    for reader in range(100):
        limit.wait(str(reader))
    clock.now += 61
    limit.wait("new")
    assert list(limit._asked) == ["new"]
