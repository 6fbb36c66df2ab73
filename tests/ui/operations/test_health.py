"""Tests of ui/operations/health.py; test_login.py asks the whole application without a login."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant import Assistant, Settings
from ui.api.queue import Queue
from ui.operations import health as module
from ui.operations.health import Health, health_routes
from ui.web.handlers.background import Background
from ui.web.warm_up import WarmUp
from vectorstore.errors import ModelUnavailable


class Unloaded(Assistant):
    """An assistant on a real store that loads its models when it is told to, or fails to."""

    def __init__(self, store: Path, *, model: str = "extractive") -> None:
        super().__init__(Settings(store=store, cache=store.parent / "cache", model=model))
        self.loads, self.fault = threading.Event(), None

    def warm_up(self, question="warm-up", chat=True):
        assert self.loads.wait(10)
        if self.fault:
            raise self.fault

    def search(self, query, k=None, filters=None):
        return []


@pytest.fixture
def unloaded(tmp_path) -> Unloaded:
    return Unloaded(tmp_path / "store")


@pytest.fixture
def health(unloaded) -> Iterator[Health]:
    health = Health(unloaded, WarmUp(unloaded), Background(), Queue(1, 1))
    yield health
    unloaded.loads.set()
    health.warm_up.wait()


@pytest.fixture
def ask(health):
    app = FastAPI()
    app.include_router(health_routes(health))
    client = TestClient(app)

    def ask() -> tuple[int, dict[str, str]]:
        told = client.get("/health")
        assert client.head("/health").status_code == told.status_code
        return told.status_code, told.json()

    return ask


def test_models_that_load_are_told_and_are_no_failure(ask, health, unloaded):
    fine = {"status": "ok", "store": "ok", "uploads": "ok"}
    assert ask() == (200, {**fine, "models": "loading"})
    unloaded.loads.set()
    health.warm_up.wait()
    assert ask() == (200, {**fine, "models": "ok"})


@pytest.mark.parametrize("fault", [ModelUnavailable("No model: get one."), RuntimeError("secret")])
def test_models_that_cannot_be_loaded_are_a_failure_that_tells_no_text(
    ask, health, unloaded, fault
):
    unloaded.fault = fault
    unloaded.loads.set()
    health.warm_up.wait()
    told = {"status": "failed", "store": "ok", "models": "failed", "uploads": "ok"}
    assert ask() == (503, told)


def test_a_chat_model_that_is_not_installed_is_told(ask, health, unloaded, monkeypatch):
    monkeypatch.setattr(Unloaded, "lacks_model", True)
    unloaded.loads.set()
    health.warm_up.wait()
    assert ask() == (200, {"status": "ok", "store": "ok", "models": "missing", "uploads": "ok"})


def test_a_store_that_is_damaged_while_it_is_served_is_told_and_logged_once(ask, unloaded, caplog):
    assert ask()[0] == 200
    unloaded.store.__exit__()
    (unloaded.settings.store / "store.sqlite3").write_bytes(b"no database" * 1000)
    for _ in range(2):
        status, told = ask()
        assert (status, told["status"], told["store"]) == (503, "failed", "failed")
    (record,) = [each for each in caplog.records if each.name == module.__name__]
    assert "citera restore" in record.getMessage()


def test_a_store_that_does_not_answer_in_time_is_a_failure_once_all_is_loaded(
    ask, health, unloaded, monkeypatch
):
    over = threading.Event()
    monkeypatch.setattr(Health, "_read_store", lambda self: over.wait(10))
    monkeypatch.setattr(module, "_SECONDS", 0.05)
    status, told = ask()
    assert (status, told["status"], told["store"]) == (200, "ok", "loading")
    unloaded.loads.set()
    health.warm_up.wait()
    status, told = ask()
    assert (status, told["status"], told["store"]) == (503, "failed", "failed")
    over.set()


def test_a_chat_that_is_being_stopped_wants_no_more_questions(ask, health):
    health.queue.close()
    status, told = ask()
    assert (status, told["status"], told["store"]) == (503, "stopping", "ok")


def test_a_thread_of_uploads_that_does_not_run_is_a_failure(ask, health, monkeypatch):
    monkeypatch.setattr(health.background, "_thread", threading.Thread())
    status, told = ask()
    assert (status, told["status"], told["uploads"]) == (503, "failed", "failed")
