"""Recent vectors, beside the index that has the rest."""

from pathlib import Path

import pytest

from tests.vectorstore.vectors import add_passages, vectors_of
from vectorstore.ann.recent import RecentVectors
from vectorstore.tables.database import Database


@pytest.mark.parametrize("left", [0, 2])
def test_what_a_dropped_segment_had_is_recent_again(tmp_path: Path, left: int) -> None:
    database, recent = Database(tmp_path / "store.sqlite3"), RecentVectors()
    add_passages(database, 6)
    with database.reading() as db:
        for after in (0, 4, left, 4, left):
            ids, complete = recent.nearest(db, "model", after, vectors_of(3)[0], 10)
            assert (sorted(ids), complete) == (list(range(after + 1, 7)), True)
            assert (ids[0] == 3) == (after < 3)
    database.close()
