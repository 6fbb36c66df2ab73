"""Tests of ui/cli/checks/contents.py: a damaged or foreign store or ledger is told with a cure."""

import sqlite3
from contextlib import closing

import pytest

from assistant import Settings
from ingest.state.ledger import LEDGER, Ledger
from tests.faults import contents, descriptors_left
from tests.vectorstore.vectors import add_passages
from ui.cli.checks.contents import articles, files_read
from vectorstore.errors import CiteraError, StoreDamaged
from vectorstore.tables.database import Database


@pytest.fixture
def settings(tmp_path) -> Settings:
    """A store with 40 passages of one article, and a ledger with a file."""
    store = tmp_path / "store"
    store.mkdir()
    with closing(Database(store / "store.sqlite3")) as database:
        add_passages(database, 40)
    Ledger(store / LEDGER).record("default", "/news/a.txt", "abc", {}, [])
    return Settings(store=store, model="extractive")


def test_a_sound_store_is_told_by_its_numbers(settings):
    assert articles(settings).startswith("1, in 40 passages")
    assert files_read(settings) == "1"


def test_a_new_store_is_told_as_empty_and_gets_no_ledger(tmp_path):
    settings = Settings(store=tmp_path / "new", model="extractive")
    assert "citera ingest" in articles(settings)
    assert files_read(settings) == "none yet"
    assert not (tmp_path / "new" / LEDGER).exists()


@pytest.mark.parametrize(
    ("version", "cause", "cure"),
    [(99, "a newer version", "Upgrade Citera"), (2, "an older version", "ingest its articles")],
)
def test_a_store_of_another_version_is_told_and_left_as_it_was(settings, version, cause, cure):
    with closing(sqlite3.connect(settings.store / "store.sqlite3")) as db:
        db.execute(f"PRAGMA user_version = {version}")
    before = contents(settings.store)
    with pytest.raises(StoreDamaged, match=cause) as raised:
        articles(settings)
    assert cure in str(raised.value)
    assert contents(settings.store)["store.sqlite3"] == before["store.sqlite3"]


@pytest.mark.parametrize("at", [0, 20_000])
def test_a_damaged_store_is_told(settings, at):
    with (settings.store / "store.sqlite3").open("r+b") as file:
        file.seek(at)
        file.write(b"nonsense" * 2000)
    with pytest.raises(StoreDamaged, match="citera restore"):
        articles(settings)


@pytest.mark.parametrize("at", [0, 4096])
def test_a_damaged_ledger_is_told_with_its_cure_which_works(settings, at):
    ledger = settings.store / LEDGER
    with ledger.open("r+b") as file:
        file.seek(at)
        file.write(b"nonsense" * 512)
    with pytest.raises(StoreDamaged, match="Delete it") as raised:
        files_read(settings)
    assert str(ledger) in str(raised.value)
    ledger.unlink()
    assert files_read(settings) == "none yet"
    Ledger(ledger)
    assert files_read(settings) == "0"


def test_files_of_another_version_of_the_parsers_are_counted(settings, monkeypatch):
    ledger = Ledger(settings.store / LEDGER)
    with monkeypatch.context() as patched:
        patched.setattr("ingest.state.ledger.PARSER_VERSION", "50")
        ledger.record("default", "/news/b.txt", "abc", {}, [])
        patched.setattr("ingest.state.ledger.PARSER_VERSION", "1")
        ledger.record("default", "/news/c.txt", "abc", {}, [])
    assert files_read(settings).startswith("3, of which 2 ")


def test_without_file_descriptors_nothing_is_called_damaged(settings):
    for check in (articles, files_read):
        with descriptors_left(0), pytest.raises(CiteraError, match="ulimit -n") as raised:
            check(settings)
        assert not isinstance(raised.value, StoreDamaged)
