"""Tests of logins and roles on the real application, page and interfaces, without a browser."""

import json
import re
import uuid
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant import Assistant, Settings
from tests.ui.access.test_logins import HASH
from ui.web.application import create_app
from vectorstore.embedding.embedder import Embedder
from vectorstore.store import Store

AUTH = ",".join(f"{name}:{name}:{HASH}" for name in ("reader", "editor", "admin"))
OWN = "http://127.0.0.1:7860"
PAGE = {"Accept": "text/html,*/*", "Sec-Fetch-Site": "same-origin"}
FILE = {"files": ("a.txt", b"text")}


@pytest.fixture(scope="module")
def make_app(tmp_path_factory) -> Iterator:
    """Makes the application of a chat whose store is empty, so that no model is loaded."""
    home = tmp_path_factory.mktemp("login")
    with Store.open(home / "store", Embedder("e5-small", home)) as store:

        def make(**more):
            own = {name: home / name for name in ("uploads", "links", "feedback")}
            settings = Settings(model="extractive", models="", **own, **more)
            return create_app(Assistant(settings, store), settings)

        yield make


@pytest.fixture(scope="module")
def app(make_app):
    return make_app(auth=AUTH)


@pytest.fixture
def visit(app, request) -> Iterator:
    """Opens the chat in a new browser, or program, from an address of this test's own."""
    opened: list[TestClient] = []

    def go(name: str | None = None, address: str = "") -> TestClient:
        peer = (address or request.node.name, 50000)
        client = TestClient(app, base_url=OWN, follow_redirects=False, client=peer)
        opened.append(client)
        client.__enter__()
        if name:
            assert log_in(client, name).status_code == 303
        return client

    yield go
    for client in opened:
        client.__exit__(None, None, None)


def log_in(client: TestClient, name: str, password: str = "secret", query: str = "", **headers):
    form = {"username": name, "password": password}
    return client.post(f"/login{query}", data=form, headers={**PAGE, **headers})


def key(name: str, password: str = "secret") -> dict[str, str]:
    return {"Authorization": f"Bearer {name}:{password}"}


def paths_of(app) -> Iterator[str]:
    """The paths of all routes, those of the mounted page and of included routers too."""
    for route in app.routes:
        inner = getattr(route, "app", None) or getattr(route, "original_router", None)
        if hasattr(inner, "routes"):
            yield from paths_of(inner)
        elif hasattr(route, "path"):
            yield route.path


def event(client: TestClient, function: str, **data) -> dict:
    """What a function of the page comes to for an event, as Gradio tells its page."""
    config = client.get("/config").json()
    index, inputs = next(
        (each["id"], len(each["inputs"]))
        for each in config["dependencies"]
        if each["api_name"] == function
    )
    session = uuid.uuid4().hex
    body = {"data": [None] * inputs, "event_data": data, "fn_index": index}
    client.post("/gradio_api/queue/join", json={**body, "session_hash": session})
    told = client.get("/gradio_api/queue/data", params={"session_hash": session}).text
    events = [json.loads(line[6:]) for line in told.splitlines() if line.startswith("data: ")]
    (done,) = [each for each in events if each["msg"] == "process_completed"]
    return done["output"]


def removal(client: TestClient) -> str:
    """What a forged event that removes an article comes to."""
    return event(client, "remove", id="none").get("error", "done")


def test_without_a_login_there_is_the_login_page_and_nothing_else(visit, app):
    browser = visit()
    sent = browser.get("/?answer=0123456789abcdef", headers=PAGE)
    assert (sent.status_code, sent.headers["location"]) == (303, "login?answer=0123456789abcdef")
    page = browser.get("/login", headers={**PAGE, "Accept-Language": "fr"})
    assert 'type="password"' in page.text
    assert "Mot de passe" in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    for asset in re.findall(r'"(citera-assets/[^"]+)"', page.text):
        assert browser.get(f"/{asset}").status_code == 200
    paths = set(paths_of(app))
    assert {"/v1/models", "/config", "/gradio_api/upload", "/gradio_api/cancel"} <= paths
    for path in sorted(paths - {"", "/login", "/logout", "/health"}):
        for method in ("GET", "POST"):
            answer = browser.request(
                method, re.sub(r"\{.*?\}", "x", path), headers={"Accept": "*/*"}
            )
            assert answer.status_code == 401, path
    assert browser.get("/citera-assets/../config").status_code == 401


def test_health_is_told_without_a_login_and_tells_states_alone(visit):
    told = visit().get("/health", headers={"Accept": "*/*"})
    assert told.status_code == 200
    parts = told.json()
    assert parts.keys() == {"status", "store", "models", "uploads"}
    assert set(parts.values()) <= {"ok", "loading"}


def test_a_login_opens_the_chat_and_the_link_that_led_to_it(visit):
    browser = visit()
    sent = log_in(browser, " editor ", query="?answer=0123456789abcdef")
    assert (sent.status_code, sent.headers["location"]) == (303, "./?answer=0123456789abcdef")
    cookie = sent.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "max-age=43200" in cookie
    assert "gradio" in browser.get("/", headers=PAGE).text
    assert browser.get("/gradio_api/user").json() == "editor"


def test_a_wrong_login_is_told_and_many_have_to_wait(visit):
    browser = visit()
    wrong = log_in(browser, "editor", '<img src="x">')
    assert wrong.status_code == 401
    assert "Incorrect username or password." in wrong.text
    assert "set-cookie" not in wrong.headers
    for _ in range(4):
        log_in(browser, "editor", "wrong")
    waits = log_in(browser, "editor", **{"Accept-Language": "fr"})
    assert waits.status_code == 429
    assert f"Réessayez dans {waits.headers['retry-after']} s." in waits.text
    assert browser.get("/v1/models", headers=key("editor")).status_code == 429
    assert log_in(visit(address="elsewhere"), "editor").status_code == 303


def test_a_form_that_is_no_login_is_refused(visit):
    browser = visit()
    assert log_in(browser, "editor", "x" * 20_000).status_code == 413
    assert browser.post("/login", content=iter([b"username=editor"])).status_code == 413
    assert browser.post("/login", files={"username": b"editor"}).status_code in (400, 401)
    assert browser.post("/login", json={"username": "editor"}).status_code == 401


def test_logging_out_ends_the_session_even_of_a_copied_cookie(visit):
    browser, other = visit("reader"), visit("reader")
    out = browser.post("/logout", headers=PAGE)
    assert (out.status_code, out.headers["location"]) == (303, "login")
    assert browser.get("/config").status_code == 401
    assert other.get("/config").status_code == 401


def test_a_forged_cookie_is_no_session(visit):
    ((cookie, signed),) = visit("reader").cookies.items()
    data, rest = signed.split(".", 1)
    forged = b64encode(b64decode(data).replace(b"reader", b"admin")).decode()
    for value, status in ((f"{data}.{rest}", 200), (f"{forged}.{rest}", 401), (forged, 401)):
        sent = visit().get("/config", headers={"Cookie": f"{cookie}={value}"})
        assert sent.status_code == status


@pytest.mark.parametrize(
    ("name", "may_edit"), [("reader", False), ("editor", True), ("admin", True)]
)
def test_roles_hold_where_the_action_is_carried_out(visit, name, may_edit):
    browser = visit(name)
    refused = "Your login may read the articles, and not change them."
    assert removal(browser) == ("done" if may_edit else refused)
    for path in ("/gradio_api/upload", "/gradio_api/upload/"):
        sent = browser.post(path, files=FILE, follow_redirects=True)
        assert sent.status_code == (200 if may_edit else 403)
    recording = browser.post("/gradio_api/process_recording", json={})
    assert (recording.status_code == 403) is not may_edit


def test_programs_give_a_login_as_their_key_or_log_in_as_gradios_client_does(visit):
    program = visit()
    for path in ("/v1/models", "/config"):
        assert program.get(path, headers=key("reader")).status_code == 200
        for headers in (key("reader", "wrong"), key("nobody"), {"Authorization": "Bearer none"}):
            refused = program.get(path, headers=headers)
            assert refused.status_code == 401
            assert refused.json()["error"]["message"]
            program = visit(address=uuid.uuid4().hex)
    form = {"username": "reader", "password": "secret"}
    wrong = program.post("/login", data={**form, "password": "wrong"})
    assert (wrong.status_code, wrong.json()["detail"]) == (401, "Incorrect username or password.")
    assert program.post("/login", data=form).json() == {"success": True}
    call = "/gradio_api/call/v2/search"
    asked = program.post(call, json={"query": "Why?", "language": "xx"})
    assert asked.status_code == 200
    assert program.post("/gradio_api/upload", files=FILE).status_code == 403


def test_other_sites_can_neither_log_in_nor_use_the_session_nor_a_name_of_theirs(visit):
    browser = visit("editor")
    evil = {"Origin": "https://evil.example"}
    for headers in (evil, {"Sec-Fetch-Site": "cross-site"}):
        assert browser.post("/gradio_api/upload", files=FILE, headers=headers).status_code == 403
        assert browser.post("/logout", headers=headers).status_code == 403
        assert browser.get("/v1/models", headers=headers).status_code == 403
        refused = browser.get("/config", headers=headers)
        assert refused.status_code == 403
        assert "access-control-allow-origin" not in refused.headers
    assert browser.post("/login", data={}, headers=evil).status_code == 403
    assert browser.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert browser.get("/config").status_code == 200


def test_reading_only_holds_for_every_role_and_without_logins(make_app):
    for auth in (None, AUTH):
        app = make_app(read_only=True, auth=auth)
        with TestClient(app, base_url=OWN, headers=key("admin") if auth else {}) as client:
            sent = client.post("/gradio_api/upload", files=FILE)
            assert (sent.status_code, sent.text) == (403, "This chat is open for reading only.")
            assert removal(client) == "This chat is open for reading only."


def test_who_may_not_see_the_collection_of_uploads_neither_sends_nor_gets_files(make_app, tmp_path):
    rules = tmp_path / "logins.txt"
    rules.write_text("[default] @admin\n", "utf-8")
    with TestClient(make_app(auth=AUTH, auth_file=rules), base_url=OWN) as client:
        path = client.post("/gradio_api/upload", files=FILE, headers=key("admin")).json()[0]
        assert client.get(f"/gradio_api/file={path}", headers=key("admin")).text == "text"
        sent = client.post("/gradio_api/upload", files=FILE, headers=key("editor"))
        assert (sent.status_code, sent.text) == (403, "Your login may not add articles.")
        for given in (path, f"{path}0"):
            got = client.get(f"/gradio_api/file={given}", headers=key("editor"))
            assert (got.status_code, got.text) == (404, "Not found")


def test_a_chat_without_logins_lets_everybody_edit_under_the_names_it_has(make_app):
    with TestClient(make_app(hosts="chat.example"), base_url=OWN) as client:
        assert client.post("/gradio_api/upload", files=FILE).status_code == 200
        assert removal(client) == "done"
        assert client.get("/config", headers={"Host": "chat.example"}).status_code == 200
        assert client.get("/config", headers={"Host": "evil.example"}).status_code == 400


def test_the_page_names_the_login_and_hides_what_a_reader_may_not_do(visit):
    accounts = {
        name: next(
            shown
            for function in ("load", "load_1", "load_2")
            if "logout" in (shown := str(event(visit(name), function)["data"][0]))
        )
        for name in ("reader", "editor", "admin")
    }
    assert [name for name, shown in accounts.items() if 'href="admin"' in shown] == ["admin"]
    assert 'data-may-edit="no"' in accounts["reader"]
    assert 'data-may-edit="yes"' in accounts["editor"]
    assert ">reader</b>" in accounts["reader"]
    assets = Path(__file__).parents[3] / "ui" / "web" / "assets"
    for name in ("style.css", "files.js"):
        assert '#account [data-may-edit="no"]' in (assets / name).read_text("utf-8")
