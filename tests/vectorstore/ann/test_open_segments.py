import shutil
import threading

import pytest

from tests.vectorstore.vectors import DIMENSIONS, add_passages, vectors_of
from vectorstore.ann.folders import FolderSegment, SegmentFolders
from vectorstore.ann.index import Index
from vectorstore.ann.open_segments import OpenSegments, SegmentUnreadable
from vectorstore.tables import segment_rows
from vectorstore.tables.database import Database
from vectorstore.tables.segment_rows import SegmentRow

ASKED = vectors_of(1)[0]


class Watched(SegmentFolders):
    """Folders that tell which segments were opened, and wait with it until they may."""

    def __init__(self, folder):
        super().__init__(folder)
        self.opened = []
        self.may_open = threading.Event()
        self.may_open.set()

    def open(self, row: SegmentRow) -> FolderSegment:
        self.may_open.wait(30)
        self.opened.append(row.directory)
        return super().open(row)


@pytest.fixture
def watched(tmp_path, monkeypatch):
    """Folders of three segments, and their rows."""
    monkeypatch.setattr(segment_rows, "FULL", 20)
    monkeypatch.setattr(segment_rows, "RECENT", 0)
    folders = Watched(tmp_path / "chroma")
    database = Database(tmp_path / "store.sqlite3")
    index = Index(database, folders)
    for _ in range(3):
        add_passages(database, 20)
        index.update(DIMENSIONS)
    index.close()
    folders.opened.clear()
    with database.reading() as db:
        rows = segment_rows.fetch(db)
    database.close()
    assert len(rows) == 3
    return folders, rows


def test_each_segment_is_opened_once_and_all_are_searched(watched):
    folders, rows = watched
    segments = OpenSegments(folders)
    assert segments.none_yet
    segments.open(rows)
    for _ in range(2):
        assert len(segments.nearest(rows, ASKED, 5)) == 15
    assert segments.ids(rows) == set(range(1, 61))
    assert sorted(folders.opened) == sorted(row.directory for row in rows)
    segments.close_all_but(set())
    assert segments.none_yet


def test_what_opens_ahead_is_not_waited_for_until_it_is_needed(watched):
    folders, rows = watched
    segments = OpenSegments(folders)
    folders.may_open.clear()
    segments.open(rows)
    assert not folders.opened
    assert not segments.none_yet
    threading.Timer(0.2, folders.may_open.set).start()
    segments.close([rows[0].directory])
    assert rows[0].directory in folders.opened
    assert len(segments.nearest(rows[1:], ASKED, 5)) == 10
    segments.close_all_but(set())


def test_an_error_is_told_to_who_needs_the_segment_and_then_it_is_tried_again(watched):
    folders, rows = watched
    segments = OpenSegments(folders)
    folder, aside = folders._folder / rows[1].directory, folders._folder / "aside"
    shutil.move(folder, aside)
    segments.open(rows)
    assert len(segments.nearest([rows[0], rows[2]], ASKED, 5)) == 10
    with pytest.raises(SegmentUnreadable) as told:
        segments.nearest(rows, ASKED, 5)
    assert told.value.row == rows[1]
    shutil.move(aside, folder)
    assert len(segments.nearest(rows, ASKED, 5)) == 15
    segments.close_all_but(set())
