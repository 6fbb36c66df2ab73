import sqlite3
import threading

import pytest

from vectorstore.errors import CiteraError, StoreDamaged
from vectorstore.tables import database as database_module
from vectorstore.tables.database import Database
from vectorstore.tables.properties import read_property, write_property


@pytest.fixture
def database(tmp_path):
    opened = Database(tmp_path / "store.sqlite3")
    yield opened
    opened.close()


def value(database: Database) -> str | None:
    with database.reading() as db:
        return read_property(db, "name")


def test_a_writer_that_waits_too_long_is_told_why(database, tmp_path, monkeypatch):
    monkeypatch.setattr(database_module, "_BUSY_SECONDS", 0.1)
    other = Database(tmp_path / "store.sqlite3")
    expected = pytest.raises(CiteraError, match="Another process")
    with database.writing(), expected as raised, other.writing():
        pass
    assert str(tmp_path) in str(raised.value)
    other.close()


def test_a_full_disk_is_told_and_undone(database):
    with database.reading() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + 5}")  # of this one connection
    with pytest.raises(CiteraError, match="space left"), database.writing() as db:
        write_property(db, "name", "x" * 1_000_000)
    assert value(database) is None
    with database.writing() as db:
        write_property(db, "name", "less")
    assert value(database) == "less"


def test_a_store_of_another_version_is_refused_and_kept(tmp_path):
    path = tmp_path / "store.sqlite3"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE articles (id)")
        db.execute("INSERT INTO articles VALUES ('kept')")
    with pytest.raises(StoreDamaged, match="an older version") as raised:
        Database(path)
    assert str(tmp_path) in str(raised.value)
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT id FROM articles").fetchall() == [("kept",)]


def test_threads_may_make_it_at_once(tmp_path):
    made, errors = [], []

    def make() -> None:
        try:
            made.append(Database(tmp_path / "store.sqlite3"))
        except CiteraError as error:
            errors.append(error)

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), errors) == (8, [])
    for database in made:
        assert value(database) is None
        database.close()


def test_a_store_of_format_7_gets_the_index_of_articles(database, tmp_path):
    with database.writing() as db:
        db.execute("DROP INDEX articles_by_collection")
        db.execute("PRAGMA user_version = 7")
    database.close()
    again = Database(tmp_path / "store.sqlite3")
    with again.reading() as db:
        plan = db.execute("EXPLAIN QUERY PLAN SELECT DISTINCT language FROM articles").fetchall()
        assert "articles_by_collection" in plan[0][3]
    again.close()
