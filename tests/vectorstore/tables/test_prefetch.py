import sqlite3
from typing import Any

import pytest

from tests.vectorstore.vectors import add_passages
from vectorstore.tables import passage_rows
from vectorstore.tables import prefetch as module
from vectorstore.tables.database import Database


@pytest.fixture
def database(tmp_path):
    tables = Database(tmp_path / "store.sqlite3")
    yield tables
    tables.close()


@pytest.fixture
def connected(monkeypatch) -> list[sqlite3.Connection]:
    """Connections made by the prefetching threads."""
    made = []
    connect = sqlite3.connect

    def counted(*values: Any, **options: Any) -> sqlite3.Connection:
        made.append(connect(*values, **options))
        return made[-1]

    monkeypatch.setattr(module.sqlite3, "connect", counted)
    return made


@pytest.mark.parametrize("tables", [["passages"], ["vectors", "articles"]])
@pytest.mark.parametrize(("cold", "connections"), [(0.0, 8), (60.0, 0)])
def test_only_a_disk_that_is_waited_for_is_read_by_several(
    database, connected, monkeypatch, cold, connections, tables
):
    monkeypatch.setattr(module, "_COLD", cold)
    ids = add_passages(database, 100)
    connected.clear()
    with database.reading() as db:
        db.prefetch(ids, tables)
    assert len(connected) == connections


def test_a_search_goes_on_where_no_further_connection_can_be_made(database, monkeypatch):
    monkeypatch.setattr(module, "_COLD", 0.0)
    ids = add_passages(database, 100)

    def failing(*_: Any) -> sqlite3.Connection:
        raise sqlite3.OperationalError("unable to open database file")

    with database.reading() as db:
        monkeypatch.setattr(module.sqlite3, "connect", failing)
        db.prefetch(ids, ["passages", "vectors"])
        assert len(passage_rows.fetch(db, ids)) == 100


def test_there_may_be_nothing_to_prefetch(database):
    with database.reading() as db:
        db.prefetch([], ["passages"])
