from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from vectorstore.passage import Span
from vectorstore.vectors import VectorKey, Vectors

BATCHES, BATCH = 25, 60  # over 1,000 in all: Chroma then writes its index to disk


def batch_of(writer: str, number: int) -> tuple[list[VectorKey], np.ndarray]:
    random = np.random.default_rng([ord(writer), number])
    vectors = random.normal(size=(BATCH, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return [VectorKey(f"{writer}{number}", n, Span(n, n + 1)) for n in range(BATCH)], vectors


def write(path: Path, writer: str) -> None:
    """Write the batches of `writer`, searching in between."""
    vectors = Vectors(path)
    for number in range(BATCHES):
        keys, values = batch_of(writer, number)
        vectors.add("passages", keys, values)
        assert vectors.nearest("passages", values[7], 1) == [(f"{writer}{number}", 7)]


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path):
    writers = "AB"
    reader = Vectors(tmp_path)
    assert reader.nearest("passages", np.ones(16, np.float32), 1) == []
    with ProcessPoolExecutor(len(writers), get_context("spawn")) as pool:
        for done in [pool.submit(write, tmp_path, writer) for writer in writers]:
            done.result()
    for writer in writers:
        for number in range(BATCHES):
            keys, values = batch_of(writer, number)
            found = reader.fetch("passages", keys)
            assert len(found) == BATCH
            assert np.allclose(found[keys[3]], values[3], atol=1e-6)
            assert reader.nearest("passages", values[3], 1) == [(f"{writer}{number}", 3)]


def test_a_closed_view_opens_again(tmp_path: Path):
    vectors = Vectors(tmp_path)
    keys, values = batch_of("A", 0)
    vectors.add("passages", keys, values)
    vectors.close()
    assert vectors.nearest("passages", values[5], 1) == [("A0", 5)]


def test_two_views_in_one_process_are_one(tmp_path: Path):
    first, second = Vectors(tmp_path), Vectors(tmp_path)
    keys, values = batch_of("A", 0)
    first.add("passages", keys, values)
    assert len(second.fetch("passages", keys)) == BATCH
    second.clear()
    assert first.fetch("passages", keys) == {}
