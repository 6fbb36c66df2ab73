"""Tests of ui/access/sessions.py: how long sessions last; the middleware is in test_login.py."""

import pytest

from tests.ui.access.test_logins import HASH
from tests.ui.access.test_throttle import Clock
from ui.access.logins import Login, Logins, Role
from ui.access.sessions import Sessions
from ui.persistence.local import SessionMemory

ANA, BEN = Login("ana", Role.READER, HASH), Login("ben", Role.EDITOR, HASH)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(clock) -> Sessions:
    return Sessions(Logins([ANA, BEN]), hours=2, records=SessionMemory(), clock=clock)


def begun(sessions: Sessions, login: Login) -> dict:
    session: dict = {}
    sessions.begin(session, login)
    return session


def test_a_session_ends_after_its_hours_however_it_is_used(sessions, clock):
    session = begun(sessions, ANA)
    for _ in range(2):
        assert sessions.login_of(session) is ANA
        clock.now += 3599
    assert sessions.login_of(session) is ANA
    clock.now += 2
    assert sessions.login_of(session) is None


def test_logging_out_ends_the_sessions_of_the_login_everywhere(sessions, clock):
    mine, copied, of_ben = begun(sessions, ANA), begun(sessions, ANA), begun(sessions, BEN)
    clock.now += 1
    sessions.end(mine)
    assert mine == {}
    assert sessions.login_of(copied) is None
    assert sessions.login_of(of_ben) is BEN
    clock.now += 1
    assert sessions.login_of(begun(sessions, ANA)) is ANA


def test_sessions_that_last_are_counted_and_the_last_use_is_known(sessions, clock):
    assert (sessions.count("ana"), sessions.last_seen("ana")) == (0, None)
    first = begun(sessions, ANA)
    clock.now += 3600
    begun(sessions, ANA)
    sessions.login_of(first)
    assert (sessions.count("ana"), sessions.last_seen("ana")) == (2, clock.now)
    clock.now += 3601
    assert sessions.login_of(first) is None
    assert (sessions.count("ana"), sessions.last_seen("ana")) == (1, clock.now - 3601)
    begun(sessions, BEN)
    sessions.end_all("ana")
    assert [sessions.count(name) for name in ("ana", "ben")] == [0, 1]


def test_a_clock_that_is_set_back_keeps_nobody_out_and_no_session_open(sessions, clock):
    ended, left_open = begun(sessions, ANA), begun(sessions, BEN)
    sessions.end(dict(ended))
    clock.now -= 5
    assert sessions.login_of(left_open) is BEN
    clock.now -= 3595
    assert sessions.login_of(begun(sessions, ANA)) is ANA
    assert sessions.login_of(ended) is None
    assert sessions.login_of(left_open) is None  # it would last an hour longer
    assert sessions.login_of(begun(sessions, BEN)) is BEN


def test_who_has_no_login_any_more_has_no_session(sessions):
    assert sessions.login_of({}) is None
    assert sessions.login_of({"name": "cai", "began": 1000.0, "logouts": 0}) is None
    sessions.end({"name": "cai", "began": 1000.0, "logouts": 0})
