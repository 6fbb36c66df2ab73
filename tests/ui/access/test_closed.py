"""Tests of ui/access/closed.py and of rights that follow: who may see a closed collection."""

import logging

import pytest

from assistant import Settings
from tests.ui.access.test_logins import HASH
from ui.access.closed import ClosedCollection, parse_rule, read_closed, require_named_alike
from ui.access.logins import Login, Logins, Role, read_logins
from ui.access.rights import MayNotEdit, Rights
from ui.session import InvalidSettings

READER, EDITOR, ADMIN = (Login(role.name.lower(), role, HASH) for role in Role)
LOGINS = Logins([READER, EDITOR, ADMIN])


@pytest.mark.parametrize(
    ("rule", "collection", "admitted"),
    [
        ("[board] reader", "board", {"reader"}),
        ("[board]reader ,editor", "board", {"reader", "editor"}),
        ("[Conseil d’été] @Admin", "Conseil d’été", {"admin"}),
        ("[board] @editor", "board", {"editor", "admin"}),
        ("[board] reader, @admin", "board", {"reader", "admin"}),
        ("[a [b] c]", "a [b] c", set()),
        ("[board] ,", "board", set()),
    ],
)
def test_a_rule_admits_the_logins_and_roles_that_it_names(rule, collection, admitted):
    closed = parse_rule(rule)
    assert closed.collection == collection
    assert {each.name for each in LOGINS if closed.admits(each)} == admitted


@pytest.mark.parametrize("rule", ["[board", "[]", "[ ] reader", "[board:hush", "[board] @hushed"])
def test_a_malformed_rule_is_refused_and_not_repeated(rule):
    with pytest.raises(InvalidSettings) as refused:
        parse_rule(rule)
    assert ("hush" in str(refused.value)) is ("@hushed" in rule)


def test_rules_stand_beside_the_logins_in_the_file(tmp_path):
    file = tmp_path / "logins.txt"
    file.write_text(f"ana:reader:{HASH}\n# who reads\n[board] ana, ben\n[wires] @editor\n", "utf-8")
    settings = Settings(auth=f"ben:admin:{HASH}", auth_file=file)
    logins = read_logins(settings)
    rights = Rights(logins, closed=read_closed(settings, logins))
    assert [login.name for login in logins] == ["ana", "ben"]
    assert rights.closed_to("ana") == ("wires",)
    assert rights.closed_to("ben") == ()
    assert rights.closed_to("cai") == rights.closed_to(None) == ("board", "wires")


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        ("[board] ana\n[board] ana", "one rule for a collection"),
        ("[board] ana, bob, Ana", "logins that there are not: Ana, bob"),
        ("[board] @boss", "the role 'boss', which there is not"),
        ("[board ana", r"must be \[collection\]"),
    ],
)
def test_rules_that_cannot_be_meant_are_refused(tmp_path, rules, reason):
    file = tmp_path / "logins.txt"
    file.write_text(f"ana:reader:{HASH}\n{rules}\n", "utf-8")
    settings = Settings(auth_file=file)
    with pytest.raises(InvalidSettings, match=reason):
        read_closed(settings, read_logins(settings))


def test_a_file_of_rules_alone_lets_nobody_in(tmp_path):
    file = tmp_path / "logins.txt"
    file.write_text("[board] @admin\n", "utf-8")
    with pytest.raises(InvalidSettings, match="holds no login"):
        read_logins(Settings(auth_file=file))


@pytest.mark.parametrize("written", ["Board", "ＢＯＡＲＤ", "board "])
def test_a_rule_in_other_letters_than_the_collection_is_refused(written):
    with pytest.raises(InvalidSettings, match="write it in the same letters"):
        require_named_alike([ClosedCollection("board")], ["default", written])


def test_a_rule_that_closes_nothing_yet_is_told(caplog):
    with caplog.at_level(logging.WARNING):
        require_named_alike([ClosedCollection("board"), ClosedCollection("wires")], ["wires"])
    assert [record.args for record in caplog.records] == [("board",)]


def test_who_may_not_see_where_uploads_go_may_not_upload():
    rights = Rights(LOGINS, closed=(ClosedCollection("default", frozenset({"editor"})),))
    assert [rights.may_add(name) for name in ("reader", "editor", "admin")] == [False, True, False]
    assert rights.may_edit("admin")  # of what it may see
    rights.require_add("editor")
    with pytest.raises(MayNotEdit, match="may not add articles"):
        rights.require_add("admin")
