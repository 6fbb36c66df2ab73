"""Two chats behind one name, with their records in one database: a login holds at both."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant import Settings
from tests.ui.access.test_logins import HASH
from ui.access.logins import read_logins
from ui.access.rights import Rights
from ui.persistence.postgres import postgres_records
from ui.web.application import _add_access
from vectorstore.tables.postgres_address import PostgresAddress
from vectorstore.tables.postgres_connection import DatabaseUnavailable

AUTH = f"ana:reader:{HASH},cai:admin:{HASH}"
PAGE = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
Start = Callable[..., FastAPI]


@pytest.fixture
def start(database_url: str) -> Iterator[Start]:
    """Starts a chat without a page, whose settings have these logins."""
    with ExitStack() as stack:

        def chat(auth: str = AUTH) -> FastAPI:
            records = postgres_records(PostgresAddress.parse(database_url))
            stack.enter_context(closing(records))
            settings, app = Settings(auth=auth), FastAPI()
            app.state.pool = records.sessions._pool
            app.get("/config")(lambda: "open")
            rights = Rights(read_logins(settings))
            _add_access(app, settings, rights, records.sessions, "127.0.0.1")
            return app

        yield chat


def visit(chat: FastAPI, name: str = "", cookies: object = None) -> TestClient:
    client = TestClient(chat, base_url="http://127.0.0.1:7860", follow_redirects=False)
    if cookies is not None:
        client.cookies.update(cookies)
    if name:
        sent = client.post("/login", data={"username": name, "password": "secret"}, headers=PAGE)
        assert sent.status_code == 303
    return client


def moved(client: TestClient, chat: FastAPI) -> TestClient:
    """The browser of a client, as the proxy sends it to another chat."""
    return visit(chat, cookies=client.cookies)


def test_a_login_at_one_chat_holds_at_the_other_until_it_ends_at_either(start: Start) -> None:
    one, other = start(), start()
    browser = visit(one, "ana")
    assert moved(browser, other).get("/config").status_code == 200
    assert visit(other).get("/config").status_code == 401
    assert moved(browser, other).post("/logout", headers=PAGE).status_code == 303
    assert browser.get("/config").status_code == 401


def test_a_login_outlasts_a_new_start_unless_the_logins_have_changed(start: Start) -> None:
    browser = visit(start(), "ana")
    assert moved(browser, start()).get("/config").status_code == 200
    changed = AUTH.replace(HASH, "another password", 1)
    assert moved(browser, start(changed)).get("/config").status_code == 401
    assert moved(browser, start(AUTH.replace("reader", "admin"))).get("/config").status_code == 401


def test_an_admin_sees_and_ends_the_sessions_of_all_chats(start: Start) -> None:
    one, other = start(), start()
    browser, admin = visit(one, "ana"), visit(other, "cai")
    rows = {row["name"]: row for row in admin.get("/admin").json()}
    assert rows["ana"]["sessions"] == 1
    assert rows["ana"]["last_seen"] is not None
    assert admin.post("/admin/sessions", data={"name": "ana"}, headers=PAGE).status_code == 303
    assert browser.get("/config").status_code == 401
    assert moved(admin, one).get("/config").status_code == 200


def test_a_database_that_is_down_is_told_and_is_no_wrong_login(start: Start) -> None:
    chat = start()
    browser = visit(chat, "ana")
    pool = chat.state.pool
    pool.close()
    pool.address = replace(pool.address, port=1)
    with pytest.raises(DatabaseUnavailable), pool.transaction():
        pass
    form = {"username": "ana", "password": "secret"}
    for refused in (browser.get("/config"), browser.post("/logout", headers=PAGE)):
        assert refused.status_code == 503
        assert "127.0.0.1" not in refused.text
    assert visit(chat).post("/login", data=form, headers=PAGE).status_code == 503
