"""Requests of no sense to every route: each is refused as such, and nothing of the machine told.

The routes are those of the whole application, Gradio's and ours, called by an admin: whom nothing
keeps from the code behind them.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prometheus_client import REGISTRY

from assistant import Assistant, Settings
from tests.ui.access.test_logins import HASH
from tests.ui.web.test_login import log_in, paths_of
from ui.web.application import create_app
from vectorstore.embedding.embedder import Embedder
from vectorstore.store import Store

OWN = "http://127.0.0.1:7860"
ENDLESS = re.compile(r"/(queue/data|heartbeat/.*|dev/reload|stream/.*|logout|call/.*)$")
"""Routes that send events until the client goes, or end its session."""
HERE = "|".join(map(re.escape, (str(Path(__file__).parents[2]), gettempdir())))
LEAK = re.compile(rf"Traceback|File \"|site-packages|{HERE}")

WORDS = st.text(max_size=12) | st.sampled_from(["../../etc/passwd", "-1", "\x00", "1e999", "ask"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
NAMES = ["data", "event_data", "fn_index", "session_hash", "messages", "name", "username", "stream"]
BODIES = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5) | VALUES


class Cold(Assistant):
    """An assistant that loads no model ahead: imports in a thread would go on beside the tests."""

    def warm_up(self, *_: object, **__: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def admin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The chat of an empty store, which loads no model, as an admin's browser."""
    home = tmp_path_factory.mktemp("malformed")
    with Store.open(home / "store", Embedder("e5-small", home)) as store:
        own = {name: home / name for name in ("uploads", "links", "feedback")}
        given = Settings(model="extractive", models="", auth=f"ana:admin:{HASH}", **own)
        app = create_app(Cold(given, store), given)
        client = TestClient(app, OWN, raise_server_exceptions=False, follow_redirects=False)
        with client:
            assert log_in(client, "ana").status_code == 303
            yield client


def check(answer: Response) -> None:
    told = f"{answer.status_code} {answer.request.method} {answer.request.url}: {answer.text[:300]}"
    assert answer.status_code < 500 or answer.request.url.path == "/health", told
    assert not LEAK.search(answer.text), told


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_request_of_any_shape_makes_a_route_fail(admin: TestClient, data: st.DataObject) -> None:
    paths = sorted(path for path in set(paths_of(admin.app)) if not ENDLESS.search(path))
    path = data.draw(st.sampled_from(paths))
    path = re.sub(r"\{.*?\}", lambda _: quote(data.draw(WORDS), safe=""), path)
    method = data.draw(st.sampled_from(["GET", "POST", "POST", "PUT", "DELETE", "HEAD"]))
    query = data.draw(st.dictionaries(st.sampled_from(NAMES), WORDS, max_size=2))
    body: dict[str, Any] = {"json": data.draw(BODIES)}
    if data.draw(st.booleans()):
        kinds = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"]
        head = {"content-type": data.draw(st.sampled_from(kinds))}
        body = {"content": data.draw(st.binary(max_size=40)), "headers": head}
    try:
        asked = admin.build_request(method, path, params=query, **body)
    except ValueError:  # NaN is none of JSON
        return
    check(admin.send(asked))


def faults() -> float:
    return REGISTRY.get_sample_value("citera_internal_errors_total") or 0.0


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["ask", "search", "read_article", "locate_quote"]),
    st.lists(VALUES, max_size=4),
)
def test_no_arguments_of_a_function_are_a_fault_of_ours(
    admin: TestClient, function: str, arguments: list[Any]
) -> None:
    before = faults()
    try:
        asked = admin.post(f"/gradio_api/call/{function}", json={"data": arguments})
    except ValueError:
        return
    check(asked)
    if asked.is_success:
        check(admin.get(f"/gradio_api/call/{function}/{asked.json()['event_id']}"))
    assert faults() == before, (function, arguments)


@pytest.mark.parametrize(
    "name", ["a.html", "a'.xhtml", "a;b=c.svg", "a\u202efdp.htm", "ä.xml", "a.js"]
)
def test_a_file_that_is_given_back_is_saved_and_not_opened(admin: TestClient, name: str) -> None:
    sent = {"files": (name, b"<script>alert(1)</script>", "text/html")}
    (path,) = admin.post("/gradio_api/upload", files=sent).json()
    given = admin.get(f"/gradio_api/file={quote(path)}")
    assert given.content == sent["files"][1]
    disposition = given.headers["content-disposition"]
    assert disposition.startswith("attachment")
    assert disposition.isascii()
    assert disposition.isprintable()
    assert given.headers["x-content-type-options"] == "nosniff"
