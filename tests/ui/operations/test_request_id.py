"""Tests of ui/operations/request_id.py: ids of requests, and what is taken for one."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ui.operations.request_id import REQUEST_ID, RequestIds


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    app.add_middleware(RequestIds)

    @app.get("/")
    def current() -> str | None:
        return REQUEST_ID.get()

    return TestClient(app)


def test_each_request_has_an_id_of_its_own_which_its_sender_is_told(client):
    before = REQUEST_ID.get()
    first, second = client.get("/"), client.get("/")
    assert first.json() == first.headers["x-request-id"]
    assert first.json() != second.json()
    assert REQUEST_ID.get() == before


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("4bf92f35-77b3.a_1", True),
        ("", False),
        ("x" * 65, False),
        ("two words", False),
        ('"forged"', False),
    ],
)
def test_an_id_that_a_proxy_gives_is_kept_where_it_is_a_plain_name(client, given, kept):
    told = client.get("/", headers={"X-Request-ID": given}).json()
    assert (told == given) is kept
    assert len(told) <= 64
