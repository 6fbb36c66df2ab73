"""Tests of ui/access/logins.py: what an entry means, and which passwords are let in."""

import threading

import pytest
from argon2 import PasswordHasher

from assistant import Settings
from ui.access import logins as module
from ui.access.logins import (
    Login,
    Logins,
    Role,
    TooManyFailures,
    WrongLogin,
    parse_login,
    read_logins,
)
from ui.session import InvalidSettings

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HASH = QUICK.hash("secret")


@pytest.fixture
def logins() -> Logins:
    return Logins([Login("ana", Role.READER, HASH), Login("ben", Role.ADMIN, QUICK.hash("hidden"))])


@pytest.mark.parametrize(
    ("entry", "role", "password"),
    [
        ("ana:secret", Role.EDITOR, "secret"),
        ("ana:with:colon", Role.EDITOR, "with:colon"),
        ("ana:reader:secret", Role.READER, "secret"),
        ("ana:Admin:editor:x", Role.ADMIN, "editor:x"),
        ("ana:$5$no$argon", Role.EDITOR, "$5$no$argon"),
        pytest.param(f"ana:{HASH}", Role.EDITOR, "secret", id="hash"),
        pytest.param(f"ana:reader:{HASH}", Role.READER, "secret", id="role and hash"),
    ],
)
def test_an_entry_is_a_name_perhaps_a_role_and_a_password_or_its_hash(entry, role, password):
    login = parse_login(entry)
    assert (login.name, login.role) == ("ana", role)
    assert Logins([login]).check("ana", password, "") == login
    with pytest.raises(WrongLogin):
        Logins([login]).check("ana", login.hash, "")


@pytest.mark.parametrize(
    "entry", ["", "ana", "ana:", ":hush", "ana:reader", "ana:admin:", "ana:$argon2id$v=19$hush"]
)
def test_a_malformed_entry_is_refused_and_no_password_told(entry):
    with pytest.raises(InvalidSettings) as refused:
        parse_login(entry)
    assert "hush" not in str(refused.value)


def test_logins_of_the_variable_and_of_the_file_hold_together(tmp_path):
    file = tmp_path / "logins.txt"
    file.write_text(f"# who reads\n\nana:reader:{HASH}\n  cai:admin:a, b\n", encoding="utf-8")
    auth = f"ben:{HASH},dan:reader:{HASH}, eve:p=1$x"
    read = read_logins(Settings(auth=auth, auth_file=file))
    assert {name: read.get(name).role for name in ("ana", "ben", "cai", "dan", "eve")} == {
        "ana": Role.READER,
        "ben": Role.EDITOR,
        "cai": Role.ADMIN,
        "dan": Role.READER,
        "eve": Role.EDITOR,
    }
    assert read.check("cai", "a, b", "").name == "cai"
    assert read.check("dan", "secret", "").name == "dan"
    assert read_logins(Settings()) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"# nobody\n", "holds no login"),
        (b"ana:\xff\xfe", "cannot be read"),
        (None, "cannot be read"),
        (b"ana:one\nana:two", "differ in their names: ana"),
    ],
)
def test_a_file_without_sound_logins_is_refused(tmp_path, text, reason):
    file = tmp_path / "logins.txt"
    if text is not None:
        file.write_bytes(text)
    with pytest.raises(InvalidSettings, match=reason):
        read_logins(Settings(auth_file=file))


def test_only_the_right_password_of_the_name_is_let_in(logins):
    assert logins.check("ana", "secret", "").role is Role.READER
    assert logins.check("ana", "secret", "").role is Role.READER  # now remembered
    wrong = [("ana", "hidden"), ("ana", ""), ("ana", "\ud800"), ("ben", "secret")]
    for name, password in [*wrong, ("", ""), ("cai", "secret")]:
        with pytest.raises(WrongLogin):
            logins.check(name, password, "")


def test_a_name_that_does_not_exist_costs_a_hash_as_one_that_does(logins, monkeypatch):
    verified: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash, password):
            verified.append(hash)
            return super().verify(hash, password)

    monkeypatch.setattr(module, "_HASHER", Counting())
    for name in ("ana", "cai"):
        with pytest.raises(WrongLogin):
            logins.check(name, "wrong", "")
    assert len(verified) == 2
    assert verified[1].startswith("$argon2id$")


def test_after_many_failures_even_the_right_password_has_to_wait(logins):
    logins.check("ana", "secret", "10.0.0.1")
    for _ in range(5):
        with pytest.raises(WrongLogin):
            logins.check("ana", "wrong", "10.0.0.1")
    with pytest.raises(TooManyFailures, match="try again in 1 s") as refused:
        logins.check("ana", "secret", "10.0.0.1")
    assert refused.value.seconds == 1
    assert logins.check("ana", "secret", "10.0.0.2").name == "ana"


def test_attempts_at_the_same_moment_do_not_pass_the_throttle_together(logins):
    outcomes: list[type] = []

    def attempt() -> None:
        try:
            logins.check("ana", "wrong", "10.0.0.1")
        except (WrongLogin, TooManyFailures) as error:
            outcomes.append(type(error))

    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(WrongLogin) == 5
    assert outcomes.count(TooManyFailures) == 15
