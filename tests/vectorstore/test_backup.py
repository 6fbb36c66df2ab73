import os
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from tests.forks import FORKS, forked
from tests.older_version import unpack
from tests.vectorstore.vectors import DIMENSIONS, add_passages, all_passages, lost
from vectorstore import Store
from vectorstore.ann.folders import SegmentFolders
from vectorstore.ann.index import Index
from vectorstore.backup import (
    StoreInUse,
    check_copy,
    copy_store,
    holds_articles,
    require_unused,
)
from vectorstore.errors import CiteraError, StoreDamaged
from vectorstore.tables.database import Database


def opened(folder: Path) -> tuple[Database, Index]:
    folder.mkdir(exist_ok=True)
    database = Database(folder / "store.sqlite3")
    return database, Index(database, SegmentFolders(folder / "chroma"))


@pytest.fixture
def store(tmp_path):
    folder = tmp_path / "store"
    database, index = opened(folder)
    add_passages(database, 40)
    index.update(DIMENSIONS)
    index.close()
    database.close()
    return folder


def write_until(stop: threading.Event, folder: Path) -> None:
    database, index = opened(folder)
    while not stop.is_set():
        add_passages(database, 30)
        index.update(DIMENSIONS)
    index.close()
    database.close()


def test_a_copy_made_while_others_write_is_whole_and_finds_all(store, tmp_path):
    stop = threading.Event()
    writer = threading.Thread(target=write_until, args=(stop, store))
    writer.start()
    try:
        counts = [copy_store(store, tmp_path / f"copy{number}").passages for number in range(3)]
    finally:
        stop.set()
        writer.join()
    for number, passages in enumerate(counts):
        database, index = opened(tmp_path / f"copy{number}")
        ids = all_passages(database)
        assert len(ids) == passages
        assert passages % 30 == 10  # no transaction of thirty is copied half
        assert lost(database, index, ids[:: len(ids) // 5]) == []
        with database.reading() as db:
            assert index.damaged(db, DIMENSIONS) == []
        index.close()
        database.close()


def test_a_copy_leaves_out_locks_and_a_damaged_segment_which_is_made_anew(store, tmp_path):
    (segment,) = [path for path in (store / "chroma").iterdir() if path.is_dir()]
    (segment / "chroma.sqlite3").write_bytes(b"nonsense" * 1000)
    (store / "sample-added").touch()
    copy = tmp_path / "copy"
    assert copy_store(store, copy).passages == 40
    files = {path.name for path in copy.rglob("*") if path.is_file()}
    assert files == {"store.sqlite3", "sample-added"}
    database, index = opened(copy)
    assert lost(database, index, all_passages(database)[::10]) == []
    index.close()
    database.close()


@pytest.mark.parametrize("damage", ["cut", "empty", "missing", "nonsense within"])
def test_no_copy_is_made_of_a_damaged_store(store, tmp_path, damage):
    file = store / "store.sqlite3"
    if damage == "cut":
        os.truncate(file, file.stat().st_size - 4096)
    elif damage == "empty":
        os.truncate(file, 0)
    elif damage == "missing":
        file.unlink()
    else:
        with file.open("r+b") as out:
            out.seek(file.stat().st_size // 2)
            out.write(b"nonsense" * 4000)
    with pytest.raises(StoreDamaged, match="citera restore"):
        copy_store(store, tmp_path / "copy")
    assert holds_articles(store)  # so that no restore takes its place unasked


def test_a_folder_without_a_store_is_said_to_have_none(tmp_path):
    with pytest.raises(CiteraError, match="no store"):
        copy_store(tmp_path, tmp_path / "copy")
    assert not holds_articles(tmp_path)


def test_a_copy_with_rows_that_refer_to_nothing_is_refused(store):
    with sqlite3.connect(store / "store.sqlite3") as db:
        db.execute("DELETE FROM articles")
    with pytest.raises(StoreDamaged, match="missing"):
        check_copy(store)


def test_copies_of_a_store_of_the_last_format_are_brought_up_to_date(tmp_path, embedder):
    store, copy, kept = (tmp_path / name for name in ("home/store", "copy", "kept"))
    unpack(tmp_path / "home")
    shutil.copytree(store, kept)
    for folder, counts in ((copy, copy_store(store, copy)), (kept, check_copy(kept))):
        with Store.open(folder, embedder) as opened_copy:
            assert opened_copy.count_former() == counts.passages > 0
            assert opened_copy.recode() == counts.passages
            assert opened_copy.damage() == []


def hold_open(folder: Path, ready, done) -> None:
    database = Database(folder / "store.sqlite3")
    ready.set()
    done.wait(60)
    database.close()


def test_a_store_that_another_process_has_open_is_in_use(store):
    require_unused(store)
    ready, done = FORKS.Event(), FORKS.Event()
    process = forked(hold_open, store, ready, done)
    process.start()
    try:
        assert ready.wait(60)
        with pytest.raises(StoreInUse, match="in use"):
            require_unused(store)
    finally:
        done.set()
        process.join()
    require_unused(store)
