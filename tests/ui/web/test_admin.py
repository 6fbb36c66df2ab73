"""Tests of ui/web/admin.py behind the real logins: what admins see and do, and nobody else."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant import Settings
from tests.ui.access.test_logins import HASH
from ui.access.closed import ClosedCollection
from ui.access.logins import Login, Logins, Role
from ui.access.rights import Rights
from ui.persistence.local import SessionMemory
from ui.web.application import _add_access
from ui.web.i18n.fr import FRENCH

PAGE = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
LOGINS = [
    Login("ana", Role.READER, HASH),
    Login("ben", Role.EDITOR, HASH),
    Login("cai", Role.ADMIN, HASH),
    Login("<i>dan", Role.READER, HASH),
]
CLOSED = (
    ClosedCollection("wires", roles=frozenset({Role.EDITOR})),
    ClosedCollection("board", frozenset({"ana"})),
)


@pytest.fixture
def visit() -> Callable[[str], TestClient]:
    """Opens the chat in a new browser, as the login of that name."""
    app = FastAPI()
    rights = Rights(Logins(LOGINS), closed=CLOSED)
    _add_access(app, Settings(), rights, SessionMemory(), "127.0.0.1")

    def go(name: str) -> TestClient:
        client = TestClient(app, base_url="http://127.0.0.1:7860", follow_redirects=False)
        form = {"username": name, "password": "secret"}
        assert client.post("/login", data=form).is_success is (name != "")
        return client

    return go


def end(client: TestClient, name: str, **headers: str):
    return client.post("/admin/sessions", data={"name": name}, headers={**PAGE, **headers})


def test_an_admin_sees_who_may_log_in_and_who_is(visit):
    visit("ana")
    visit("ana")
    admin = visit("cai")
    rows = {row["name"]: row for row in admin.get("/admin").json()}
    assert list(rows) == ["<i>dan", "ana", "ben", "cai"]
    assert [rows[name]["role"] for name in ("ana", "ben", "cai")] == ["reader", "editor", "admin"]
    assert [rows[name]["sessions"] for name in ("ana", "ben", "cai")] == [2, 0, 1]
    assert rows["ben"]["last_seen"] is None
    assert rows["ana"]["last_seen"] <= rows["cai"]["last_seen"]


def test_an_admin_is_not_told_of_collections_that_are_closed_to_admins(visit):
    rows = {row["name"]: row["closed"] for row in visit("cai").get("/admin").json()}
    assert rows == {"<i>dan": ["wires"], "ana": ["wires"], "ben": [], "cai": []}


def test_the_page_has_a_button_for_each_login_with_sessions(visit):
    visit("<i>dan")
    page = visit("cai").get("/admin", headers={**PAGE, "Accept-Language": "fr"})
    assert "<i>dan" not in page.text
    assert page.text.count("<button") == 2
    assert FRENCH.role_names["editor"] in page.text
    assert page.headers["cache-control"] == "no-store"


def test_sessions_that_an_admin_ends_are_no_logins_any_more(visit):
    ana, ben, admin = visit("ana"), visit("ben"), visit("cai")
    ended = end(admin, "ana")
    assert (ended.status_code, ended.headers["location"]) == (303, "../admin")
    assert ana.get("/admin").status_code == 401
    assert ben.get("/admin").status_code == 403  # who it is, is known still
    assert end(admin, "nobody").status_code == 404


@pytest.mark.parametrize(("name", "status"), [("ana", 403), ("ben", 403), ("", 401)])
def test_nobody_else_sees_or_ends_anything(visit, name, status):
    admin, other = visit("cai"), visit(name)
    assert other.get("/admin").status_code == status
    assert other.get("/admin", headers=PAGE).status_code == status
    assert end(other, "cai").status_code == status
    assert end(admin, "cai", **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert admin.get("/admin").status_code == 200
