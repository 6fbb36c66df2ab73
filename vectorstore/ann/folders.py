"""`SegmentFolders`: immutable segments of an index, each in a Chroma folder of its own.

Chroma's persistent client keeps its index in memory and writes it to the folder from time to time.
It does not see what another process writes, loses vectors when two processes write, and cannot open
its folder after being killed while it wrote the index. Therefore a folder is complete before it is
read and never changes afterwards: a segment that grows becomes a new folder. Chroma answers from a
part of the vectors, without an error, where some of its files are missing; therefore a list of the
files with their sizes is kept in the folder and compared before it is read.
"""

import json
import os
import shutil
import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import closing, contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.ann.batches import batches
from vectorstore.ann.segments import COLLECTION, SegmentDamaged
from vectorstore.atomic_build import remove_tree, sync_tree
from vectorstore.errors import CiteraError
from vectorstore.tables.segment_rows import SegmentPlan, SegmentRow

_DATABASE = "chroma.sqlite3"
_FILES = "files.json"
"""The list of a segment's files; segments of before version 0.2.0 have none."""
_BATCH = 4000  # vectors written at a time
_CONFIGURATION: Any = {
    # Write the index after each batch; otherwise it is computed when the folder is opened.
    "hnsw": {"space": "cosine", "sync_threshold": 2}
}


class FolderSegment:
    """A complete segment, open for reading and in memory.

    Raises:
        FileNotFoundError: if its folder does not exist.
        SegmentDamaged: if it cannot be read.
    """

    def __init__(self, directory: Path) -> None:
        if not directory.is_dir():
            raise FileNotFoundError(directory)  # Chroma would create it
        _require_files(directory)
        with _failing():
            self._client = _client(directory)
            try:
                self._collection = _loaded(self._client)
            except BaseException:
                self._client.close()
                raise

    def nearest(self, vector: NDArray[np.float32], count: int) -> list[int]:
        """Ids of the `count` passages with the nearest vectors, nearest first."""
        with _failing():
            found = self._collection.query(
                query_embeddings=vector[None], n_results=count, include=[]
            )
        return [int(each) for each in found["ids"][0]]

    def ids(self) -> list[int]:
        """Ids of all passages."""
        return [int(each) for each in self._collection.get(include=[])["ids"]]

    def close(self) -> None:
        """Release the files and the index in memory."""
        self._client.close()


class SegmentFolders:
    """The segments in the folder of an index; implements `vectorstore.ann.segments.Segments`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, row: SegmentRow) -> FolderSegment:
        """A segment, to be read."""
        return FolderSegment(self._folder / row.directory)

    def prepare(self, rows: Sequence[SegmentRow]) -> None:
        """Import Chroma, while the system reads the files of segments from the disk.

        Imported in another thread, it would compete with this one for the interpreter.
        """
        folders = [self._folder / row.directory for row in rows]
        threading.Thread(target=_read_ahead, args=(folders,)).start()
        import vectorstore.ann.chroma  # noqa: F401

    def write(
        self, plan: SegmentPlan, rows: Iterable[tuple[int, NDArray[np.float32]]]
    ) -> tuple[str, int]:
        """Write a segment to a new folder; one that fails is removed."""
        path = self._folder / f"{plan.first}-{plan.last}-{uuid.uuid4().hex[:8]}"
        old = plan.replaces if plan.extends else None
        try:
            vectors = _write(path, rows, self._folder / old.directory if old else None)
            sync_tree(path)
        except BaseException:
            remove_tree(path)
            raise
        return path.name, vectors

    def sweep(self, kept: Set[str]) -> None:
        """Remove replaced segments, and unfinished ones of killed runs."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for path in self._folder.iterdir():
            if path.name not in kept:
                try:
                    remove_tree(path)
                except OSError:
                    continue  # an open file on Windows; a later run removes it

    def place(self, directory: str) -> str:
        """Where a segment is, in words for users."""
        return f"folder {self._folder / directory}"


def _write(
    directory: Path, rows: Iterable[tuple[int, NDArray[np.float32]]], extends: Path | None
) -> int:
    """Write a segment with the vectors of the segment `extends`, if any, and those of `rows`.

    `rows` are passage ids with their vectors. Returns the total number of vectors in the segment.

    Raises:
        SegmentDamaged: if `extends` cannot be read, or the segment cannot be written.
        OSError: if files cannot be written.
    """
    with _failing():
        if extends is not None:
            copy_segment(extends, directory)
        directory.mkdir(parents=True, exist_ok=True)
        client = _client(directory)
        try:
            collection = client.get_or_create_collection(
                COLLECTION, embedding_function=None, configuration=_CONFIGURATION
            )
            for ids, vectors in batches(rows, _BATCH):
                collection.add(ids=ids, embeddings=vectors)
            total = collection.count()
        finally:
            client.close()
        _vacuum(directory / _DATABASE)
        (directory / _FILES).write_text(json.dumps(_sizes(directory)), "utf-8")
    return int(total)


def _vacuum(database: Path) -> None:
    """Give back the space of Chroma's log of vectors: 8 MB that are unused once it is through."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as db:
        db.execute("VACUUM")


def copy_segment(source: Path, target: Path) -> None:
    """Copy a segment's folder, which others may have open.

    Raises:
        SegmentDamaged: if it is damaged.
        OSError: if files cannot be read or written.
    """
    _require_files(source)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(f"{_DATABASE}*"))
    with _failing():
        _copy_database(source / _DATABASE, target / _DATABASE)


def _sizes(directory: Path) -> dict[str, int]:
    """Sizes in bytes of the files of the vectors; Chroma's database may change when it is read."""
    return {
        path.relative_to(directory).as_posix(): path.stat().st_size
        for path in sorted(directory.glob("*/*"))
    }


def _require_files(directory: Path) -> None:
    """Raise `SegmentDamaged` if a file of the vectors is missing or of another size."""
    listed = directory / _FILES
    if not listed.exists():
        return
    with _failing():
        expected = json.loads(listed.read_text("utf-8"))
    if _sizes(directory) != expected:
        raise SegmentDamaged(f"files of {directory} are missing or truncated")


@contextmanager
def _failing() -> Iterator[None]:
    """Convert the errors of Chroma, which have no common base class, to `SegmentDamaged`."""
    try:
        yield
    except (OSError, CiteraError):
        raise
    except BaseException as error:
        # A panic in Chroma's Rust, as without file descriptors, is no `Exception`.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise SegmentDamaged(str(error)) from error
        raise


def _copy_database(source: Path, target: Path) -> None:
    """Copy with SQLite's backup, as Chroma writes to the file even when it only opens a folder."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _read_ahead(folders: Sequence[Path]) -> None:
    """Have the system read files into its cache, where it can be told to: macOS cannot."""
    if not hasattr(os, "posix_fadvise"):
        return
    for path in chain.from_iterable(folder.rglob("*") for folder in folders):
        with suppress(OSError), path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_WILLNEED)


def _loaded(client: Any) -> Any:
    """The collection of vectors, with its index in memory, which Chroma has after a first query."""
    collection = client.get_collection(COLLECTION, embedding_function=None)
    collection.get(limit=1, include=[])  # to count loads it too, but stops all threads meanwhile
    return collection


def _client(directory: Path) -> Any:
    from vectorstore.ann.chroma import PersistentClient, Settings

    return PersistentClient(str(directory), settings=Settings(anonymized_telemetry=False))
