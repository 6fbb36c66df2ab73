import sqlite3

from vectorstore.growth_cache import GrowthCache


def _store(passages: int) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE passages (id INTEGER PRIMARY KEY)")
    _grow(db, 1, passages)
    return db


def _grow(db: sqlite3.Connection, first: int, last: int) -> None:
    db.executemany("INSERT INTO passages VALUES (?)", [(each,) for each in range(first, last + 1)])


def _count(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT count(*) FROM passages").fetchone()[0])


def test_a_value_is_kept_until_the_store_has_grown_by_a_twentieth() -> None:
    db, known = _store(100), GrowthCache[int]()
    assert known.get(db, _count) == 100
    _grow(db, 101, 105)
    assert known.get(db, _count) == 100
    _grow(db, 106, 106)
    assert known.get(db, _count) == 106


def test_it_is_made_anew_for_another_key_and_where_the_last_passages_have_gone() -> None:
    db, known = _store(100), GrowthCache[int]()
    known.get(db, _count, "one model")
    db.execute("DELETE FROM passages WHERE id = 50")
    assert known.get(db, _count, "one model") == 100
    assert known.get(db, _count, "another model") == 99
    db.execute("DELETE FROM passages WHERE id > 90")
    assert known.get(db, _count, "another model") == 89
