"""Transactions and locks of the tables, in each database."""

import threading
import time

import pytest

from vectorstore.tables.connection import IndexBusy, Tables
from vectorstore.tables.properties import read_property, write_property


def value(tables: Tables) -> str | None:
    with tables.reading() as db:
        return read_property(db, "name")


def test_a_transaction_is_all_or_nothing(tables):
    with tables.writing() as db:
        write_property(db, "name", "first")
    with pytest.raises(Exception, match=r"(?i)unique"), tables.writing() as db:  # noqa: PT012
        write_property(db, "name", "second")
        db.execute("INSERT INTO properties VALUES ('name', 'twice')")
    assert value(tables) == "first"
    with tables.writing() as db:
        write_property(db, "name", None)
    assert value(tables) is None


def test_a_reader_sees_one_moment_and_waits_for_no_writer(tables):
    with tables.writing() as db:
        write_property(db, "name", "first")
    with tables.reading() as reader:
        assert read_property(reader, "name") == "first"
        with tables.writing() as writer:
            write_property(writer, "name", "second")
            assert value(tables) == "first"
        assert read_property(reader, "name") == "first"
    assert value(tables) == "second"


def test_threads_may_share_it(tables):
    def count_up() -> None:
        for _ in range(20):
            with tables.writing() as db:
                write_property(db, "name", str(int(read_property(db, "name") or 0) + 1))

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert value(tables) == "80"


def test_one_process_at_a_time_writes_the_index(tables):
    with tables.index_lock(1):
        with pytest.raises(IndexBusy, match="Another process"), tables.index_lock(0.2):
            pass
        began = time.monotonic()
        with pytest.raises(IndexBusy), tables.index_lock(0):
            pass
        assert time.monotonic() - began < 5
    with tables.index_lock(1):
        pass
