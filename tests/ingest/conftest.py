"""Stores to ingest into, with the real embedding model."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from vectorstore import Embedder, Store


@pytest.fixture
def store(tmp_path: Path, embedder: Embedder) -> Iterator[Store]:
    """An empty store."""
    with Store.open(tmp_path / "store", embedder) as opened:
        yield opened
