from contextlib import closing

import pytest

from eval.bench.store_parts import bytes_by_part
from tests.vectorstore.vectors import DIMENSIONS, add_passages
from vectorstore.ann.folders import SegmentFolders
from vectorstore.ann.index import Index
from vectorstore.tables.database import Database


def test_the_parts_of_a_store_are_all_of_its_bytes(tmp_path):
    with closing(Database(tmp_path / "store.sqlite3")) as database:
        add_passages(database, 50)
        index = Index(database, SegmentFolders(tmp_path / "chroma"))
        index.update(DIMENSIONS)
        index.close()
    parts = bytes_by_part(tmp_path)
    assert parts["vector codes"] == 4 * (DIMENSIONS + 2)
    assert parts["index: vectors and links (HNSW)"] > 4 * 4 * DIMENSIONS
    assert min(parts.values()) >= 0
    total = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    assert sum(parts.values()) == pytest.approx(total / 50)
