"""Tests of ui/access/throttle.py: when a login has to wait, and what is forgotten."""

import pytest

from ui.access import throttle as module
from ui.access.throttle import LoginThrottle


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def throttle(clock) -> LoginThrottle:
    return LoginThrottle(clock)


def fail(throttle: LoginThrottle, times: int, name: str = "ana", address: str = "10.0.0.1") -> int:
    for _ in range(times):
        throttle.count_failure(name, address)
    return throttle.wait(name, address)


def test_the_wait_doubles_with_each_failure_up_to_a_quarter_of_an_hour(throttle):
    assert fail(throttle, 4) == 0
    assert [fail(throttle, 1) for _ in range(4)] == [1, 2, 4, 8]
    assert fail(throttle, 30) == 900


def test_the_wait_ends_and_failures_of_an_hour_ago_are_forgotten(throttle, clock):
    fail(throttle, 8)
    clock.now += 7
    assert throttle.wait("ana", "10.0.0.1") == 1
    clock.now += 1
    assert throttle.wait("ana", "10.0.0.1") == 0
    assert fail(throttle, 1) == 16
    clock.now += 3601
    assert fail(throttle, 4) == 0


def test_nobody_is_locked_out_by_failures_at_another_address(throttle):
    fail(throttle, 30)
    assert throttle.wait("ana", "10.0.0.2") == 0


def test_one_address_that_tries_many_names_waits_for_each(throttle):
    for number in range(19):
        throttle.count_failure(f"name{number}", "10.0.0.1")
    assert throttle.wait("ana", "10.0.0.1") == 0
    throttle.count_failure("name19", "10.0.0.1")
    assert throttle.wait("ana", "10.0.0.1") == 1
    throttle.forget("ana", "10.0.0.1")  # an attacker's own login resets nothing
    assert throttle.wait("ana", "10.0.0.1") == 1
    assert fail(throttle, 100, "ana") == 900
    assert throttle.wait("ben", "10.0.0.1") == 60


def test_a_success_resets_the_name(throttle):
    fail(throttle, 6)
    throttle.forget("ana", "10.0.0.1")
    assert fail(throttle, 4) == 0


def test_a_network_that_one_machine_has_counts_as_one_address(throttle):
    for number in range(5):
        throttle.count_failure("ana", f"2001:db8:1:2::{number}")
    assert throttle.wait("ana", "2001:db8:1:2:ffff::1") == 1
    assert throttle.wait("ana", "2001:db8:1:3::1") == 0


def test_memory_is_bounded(throttle, monkeypatch):
    monkeypatch.setattr(module, "_MOST_KEYS", 10)
    fail(throttle, 5, address="10.0.0.1")
    for number in range(20):
        throttle.count_failure("x" * 5000 + str(number), f"10.0.1.{number}")
    assert len(throttle._failures) == 10
    assert max(len(name or "") for name, _ in throttle._failures) <= 64
    assert throttle.wait("ana", "10.0.0.1") == 0
