import logging
import os
import random
import shutil
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from multiprocessing.synchronize import Barrier
from pathlib import Path

import numpy as np
import pytest

from tests.faults import descriptors_left, no_file_longer_than
from tests.forks import FORKS, forked
from tests.vectorstore.vectors import (
    DIMENSIONS,
    SENTENCES,
    add_passages,
    all_passages,
    in_folders,
    lost,
    remove_passages,
    vectors_of,
)
from vectorstore.ann.folders import SegmentFolders
from vectorstore.ann.index import Index
from vectorstore.ann.open_segments import SegmentUnreadable
from vectorstore.coding.codings import ANY_MODEL
from vectorstore.coding.passage_codes import encode_passage
from vectorstore.errors import CiteraError
from vectorstore.places import open_place
from vectorstore.tables import passage_rows, segment_rows
from vectorstore.tables.connection import Tables
from vectorstore.tables.database import Database


def opened(folder: Path) -> tuple[Database, Index]:
    database = Database(folder / "store.sqlite3")
    return database, Index(database, SegmentFolders(folder / "chroma"))


@pytest.fixture
def on_disk(tmp_path):
    database, index = opened(tmp_path)
    yield database, index
    index.close()
    database.close()


@pytest.fixture
def parts(place):
    database, segments = open_place(place)
    index = Index(database, segments)
    yield database, index
    index.close()
    database.close()


def segments(database: Tables) -> list[segment_rows.SegmentRow]:
    with database.reading() as db:
        return segment_rows.fetch(db)


def kept(index: Index) -> set[str]:
    """Directories of the segments that are there, complete or not."""
    if in_folders(index):
        return {path.name for path in index._segments._folder.iterdir()}
    start = len(index._segments._prefix) + 1
    return {name[start:].rpartition("-")[0] for name in index._segments._names()}


def some(index: Index, ids: list[int]) -> list[int]:
    """Passages to look for: all in folders, and each eighth on a server, which takes longer."""
    return ids if in_folders(index) else ids[::8]


def test_nothing_is_found_in_nothing(parts):
    database, index = parts
    index.update(DIMENSIONS)
    with database.reading() as db:
        assert index.nearest(db, "model", vectors_of(1)[0], 10) == ([], True)
    assert segments(database) == []


def test_all_is_found_before_and_after_it_moves_to_a_segment(parts):
    database, index = parts
    ids = add_passages(database, 60)
    assert segments(database) == []
    assert lost(database, index, some(index, ids)) == []
    index.update(DIMENSIONS)
    (segment,) = segments(database)
    assert (segment.first, segment.last, segment.vectors) == (1, 60, 60)
    assert lost(database, index, some(index, ids)) == []
    few = add_passages(database, 10)
    index.update(DIMENSIONS)
    assert segments(database) == [segment]  # ten of sixty are not enough to write it anew
    more = add_passages(database, 10)
    index.update(DIMENSIONS)
    (grown,) = segments(database)
    assert (grown.first, grown.last, grown.vectors) == (1, 80, 80)
    assert kept(index) == {grown.directory}
    assert lost(database, index, some(index, ids + few + more)) == []


def test_the_nearest_come_first_and_all_are_said_to_be_all(parts):
    database, index = parts
    add_passages(database, 8)
    for _ in range(2):
        with database.reading() as db:
            best, complete = index.nearest(db, "model", vectors_of(5)[0], 1)
            assert (best[0], complete) == (5, False)
            everything, complete = index.nearest(db, "model", vectors_of(5)[0], 8)
            assert (set(everything), complete) == (set(range(1, 9)), True)
        index.update(DIMENSIONS)
    assert segments(database)


def test_a_full_segment_grows_no_more(parts, monkeypatch):
    monkeypatch.setattr(segment_rows, "FULL", 25)
    database, index = parts
    for _ in range(6):
        add_passages(database, 15)
        index.update(DIMENSIONS)
    rows = segments(database)
    assert [row.vectors for row in rows[:3]] == [25] * 3
    assert [row.first for row in rows] == [1, *(row.last + 1 for row in rows[:-1])]
    with database.reading() as db:
        held = [each for each in all_passages(database) if each <= index.last(db)]
        assert index.ids(db) == set(held)
    assert kept(index) == {row.directory for row in rows}
    assert lost(database, index, some(index, all_passages(database))) == []


def test_a_segment_that_counts_sentences_is_searched_and_then_written_anew(parts):
    database, index = parts
    ids = add_passages(database, 40)
    index.update(DIMENSIONS)
    (current,) = segments(database)
    with database.writing() as db:
        counted = 40 * (1 + SENTENCES)
        db.execute("UPDATE segments SET coding = ?, vectors = ?", (ANY_MODEL, counted))
    index.close()
    with database.reading() as db:
        assert index.damaged(db, DIMENSIONS) == []
    assert lost(database, index, some(index, ids)) == []
    index.update(DIMENSIONS)
    (new,) = segments(database)
    assert replace(new, directory=current.directory) == current
    assert new.directory != current.directory
    assert lost(database, index, some(index, ids)) == []


def test_what_has_gone_leaves_the_index_when_it_is_a_quarter_of_it(parts):
    database, index = parts
    ids = add_passages(database, 80)
    index.update(DIMENSIONS)
    remove_passages(database, ids[:10])
    index.update(DIMENSIONS)
    with database.reading() as db:
        assert 1 in index.ids(db)
    remove_passages(database, ids[10:40])
    index.update(DIMENSIONS)
    (segment,) = segments(database)
    assert segment.vectors == 40
    with database.reading() as db:
        assert index.ids(db) == set(ids[40:])
    assert kept(index) == {segment.directory}
    assert lost(database, index, some(index, ids[40:])) == []
    remove_passages(database, ids)
    index.update(DIMENSIONS)
    with database.reading() as db:
        assert index.nearest(db, "model", vectors_of(50)[0], 10) == ([], True)
    assert segments(database) == []
    assert kept(index) == set()


def test_the_vectors_of_another_model_are_not_mixed_in(on_disk):
    database, index = on_disk
    add_passages(database, 3)
    with database.reading() as db:
        assert index.nearest(db, "model", vectors_of(2)[0], 1)[0] == [2]
    with database.writing() as db:
        for passage_id in (1, 2, 3):
            values = np.eye(8, dtype=np.float32)[[passage_id] * (1 + SENTENCES)]
            encoded = encode_passage(values, values[:0], ANY_MODEL)
            passage_rows.update_vectors(db, passage_id, encoded)
    with database.reading() as db:
        query = np.eye(8, dtype=np.float32)[3]
        assert index.nearest(db, "other", query, 1)[0] == [3]


def test_the_database_of_a_segment_has_no_unused_pages(on_disk):
    database, index = on_disk
    add_passages(database, 200)
    index.update(DIMENSIONS)
    (row,) = segments(database)
    path = index._segments._folder / row.directory / "chroma.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA freelist_count").fetchone() == (0,)


@pytest.mark.parametrize("damage", ["gone", "database", "vectors", "one missing", "cut"])
def test_a_damaged_segment_is_made_anew(on_disk, damage, caplog):
    database, index = on_disk
    ids = add_passages(database, 100)
    index.update(DIMENSIONS)
    (before,) = segments(database)
    index.close()
    folder = index._segments._folder / before.directory
    if damage == "gone":
        shutil.rmtree(folder)
    elif damage == "database":
        (folder / "chroma.sqlite3").write_bytes(b"nonsense" * 1000)
    elif damage == "vectors":
        for path in folder.glob("*/header.bin"):
            path.write_bytes(b"")
    elif damage == "one missing":  # Chroma would search the last few vectors alone
        for path in folder.glob("*/index_metadata.pickle"):
            path.unlink()
    else:
        for path in folder.glob("*/data_level0.bin"):
            os.truncate(path, path.stat().st_size // 2)
    with database.reading() as db:
        assert index.damaged(db, DIMENSIONS) == [before.directory]
    with database.reading() as db, pytest.raises(SegmentUnreadable):
        index.nearest(db, "model", vectors_of(1)[0], 10)
    with caplog.at_level(logging.WARNING):
        assert lost(database, index, ids[:1]) == []
    assert "made anew" in caplog.text
    assert segments(database)[0].directory != before.directory
    assert lost(database, index, ids) == []


@pytest.mark.parametrize("damage", ["database", "one missing"])
def test_what_extends_a_damaged_segment_is_made_from_all(on_disk, damage):
    database, index = on_disk
    ids = add_passages(database, 50)
    index.update(DIMENSIONS)
    (before,) = segments(database)
    index.close()
    folder = index._segments._folder / before.directory
    if damage == "database":
        (folder / "chroma.sqlite3").write_bytes(b"nonsense" * 1000)
    else:
        for path in folder.glob("*/index_metadata.pickle"):
            path.unlink()
    ids += add_passages(database, 50)
    index.update(DIMENSIONS)
    (after,) = segments(database)
    assert (after.first, after.last, after.vectors) == (1, 100, 100)
    assert lost(database, index, ids) == []


def test_an_index_that_cannot_be_written_is_left_as_it_was(on_disk, caplog):
    database, index = on_disk
    ids = add_passages(database, 50)
    index.update(DIMENSIONS)
    before = segments(database)
    ids += add_passages(database, 3000)
    with no_file_longer_than(300_000), caplog.at_level(logging.WARNING):
        index.update(DIMENSIONS)
    assert "could not be brought up to date" in caplog.text
    assert segments(database) == before
    assert lost(database, index, ids[::100]) == []
    index.update(DIMENSIONS)
    assert segments(database) != before
    assert lost(database, index, ids[::100]) == []


def test_a_damaged_segment_that_cannot_be_written_anew_costs_no_passage(on_disk, caplog):
    database, index = on_disk
    ids = add_passages(database, 50)
    index.update(DIMENSIONS)
    (before,) = segments(database)
    index.close()
    database.close()
    shutil.rmtree(index._segments._folder / before.directory)
    less_than_chromas_database = no_file_longer_than(200_000)
    with less_than_chromas_database, caplog.at_level(logging.WARNING):
        assert lost(database, index, ids[::10]) == []
    assert "could not be brought up to date" in caplog.text
    index.update(DIMENSIONS)
    assert segments(database)
    assert lost(database, index, ids[::10]) == []


def test_a_lack_of_file_descriptors_is_not_taken_for_damage(on_disk):
    database, index = on_disk
    add_passages(database, 50)
    index.update(DIMENSIONS)
    (before,) = segments(database)
    with database.reading() as db:
        index.nearest(db, "model", vectors_of(1)[0], 10)  # loads Chroma
    index.close()
    told = pytest.raises(CiteraError, match="ulimit -n")
    with database.reading() as db, descriptors_left(3), told:
        index.nearest(db, "model", vectors_of(1)[0], 10)
    assert segments(database) == [before]


def write_forever(folder: Path, passages: int) -> None:
    database, index = opened(folder)
    while True:
        add_passages(database, passages)
        index.update(DIMENSIONS)


def test_killed_at_any_moment_it_loses_nothing_and_leaves_nothing(tmp_path):
    chance = random.Random(3)
    first, _ = opened(tmp_path)
    for _ in range(4):
        before = len(all_passages(first))
        process = forked(write_forever, tmp_path, 400)
        process.start()
        deadline = time.monotonic() + 60
        while len(all_passages(first)) == before:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 1.5))
        os.kill(process.pid, 9)
        process.join()
        database, index = opened(tmp_path)
        ids = all_passages(database)
        assert len(ids) % 400 == 0
        assert lost(database, index, chance.sample(ids, 50)) == []
        index.update(DIMENSIONS)
        assert kept(index) == {row.directory for row in segments(database)}
        assert lost(database, index, chance.sample(ids, 50)) == []
        index.close()
        database.close()
    assert segments(first)
    first.close()


def write_some(folder: Path, start: Barrier) -> None:
    # The index is sound all the time: nobody may find it damaged and make it anew.
    logging.getLogger("vectorstore.ann.index").addFilter(lambda record: os._exit(3))
    database, index = opened(folder)
    start.wait(60)
    for _ in range(6):
        ids = add_passages(database, 60)
        index.update(DIMENSIONS)
        assert lost(database, index, ids) == []


def test_processes_at_once_lose_nothing_and_block_no_reader(on_disk, tmp_path, caplog):
    database, index = on_disk
    assert lost(database, index, add_passages(database, 5)) == []
    start = FORKS.Barrier(2)
    processes = [forked(write_some, tmp_path, start) for _ in "12"]
    for process in processes:
        process.start()
    slowest = 0.0
    while any(process.is_alive() for process in processes):
        ids = all_passages(database)
        began = time.monotonic()
        assert lost(database, index, ids[-1:]) == []
        slowest = max(slowest, time.monotonic() - began)
        time.sleep(0.05)  # the writers need the processors too
    assert [process.exitcode for process in processes] == [0, 0]
    assert caplog.text == ""
    ids = all_passages(database)
    assert len(ids) == 5 + 2 * 6 * 60
    assert lost(database, index, ids[::7]) == []
    fresh_database, fresh = opened(tmp_path)
    assert lost(fresh_database, fresh, ids) == []
    fresh.close()
    assert slowest < 5
