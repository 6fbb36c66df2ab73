"""Copies of a store for a backup: made while the store is in use, and checked before they are used.

A copy holds the databases in the store's folder, copied by SQLite's online backup, the segments of
the index that the copied database names, and the small files beside them. The index is locked while
it is copied, so that no segment is replaced meanwhile; articles can be searched and added.
"""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from vectorstore import descriptors
from vectorstore.ann.folders import copy_segment
from vectorstore.ann.segments import SegmentDamaged
from vectorstore.atomic_build import remove_tree
from vectorstore.errors import CiteraError, StoreDamaged
from vectorstore.folder import DATABASE, INDEX, require_database
from vectorstore.tables import article_rows, passage_rows, segment_rows
from vectorstore.tables.database import REBUILD, Database, SqliteConnection

_LOCK_SECONDS = 60
_PASSING = re.compile(r".*(\.lock|-wal|-shm|-journal)")
"""Names of files that hold nothing once no process uses the store."""
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class StoreInUse(CiteraError):
    """A process has the store open."""


@dataclass(frozen=True)
class CopyCounts:
    """Numbers of articles and passages in the copy of a store."""

    articles: int
    passages: int


def copy_store(store: Path, target: Path) -> CopyCounts:
    """Copy the store in the folder `store` to the new folder `target`, and check the copy.

    Raises:
        StoreDamaged: if the store, and so the copy, is damaged or of another version of Citera.
        CiteraError: if there is no store, or another process keeps its index locked.
        OSError: if files cannot be read or written, for instance on a full disk.
    """
    require_store(store)
    target.mkdir()
    database = Database(store / DATABASE)
    with closing(database), database.index_lock(_LOCK_SECONDS):
        _copy_database(store / DATABASE, target / DATABASE)
        _copy_segments(store, target)
    copy_beside(store, target)
    try:
        return check_copy(target)
    except StoreDamaged as error:
        raise StoreDamaged(f"The store {store} is damaged: {error} {REBUILD}") from error


def copy_beside(store: Path, target: Path) -> None:
    """Copy what is in the folder of a store beside its database and its index.

    Raises:
        StoreDamaged: if a database is damaged.
        OSError: if files cannot be read or written, for instance on a full disk.
    """
    for path in sorted(store.iterdir()):
        if path.suffix == ".sqlite3" and path.name != DATABASE:
            _copy_database(path, target / path.name)
        elif path.is_file() and path.name != DATABASE and not _PASSING.fullmatch(path.name):
            shutil.copyfile(path, target / path.name)


def require_store(store: Path) -> None:
    """Raise `CiteraError` if there is no store in a folder."""
    require_database(store)
    if not (store / DATABASE).is_file():
        raise CiteraError(f"There is no store in {store}. Set CITERA_STORE to its folder.")


def check_copy(copy: Path) -> CopyCounts:
    """Check each database of a copy whole, and count what the store's holds.

    Raises:
        StoreDamaged: if a database is missing, damaged or of another version of Citera.
    """
    if not (copy / DATABASE).is_file():
        raise StoreDamaged(f"{copy / DATABASE} is missing.")
    for path in sorted(copy.glob("*.sqlite3")):
        if fault := _fault(path):
            raise StoreDamaged(f"{path.name} is damaged ({fault}).")
    return _counts(copy)


def holds_articles(store: Path) -> bool:
    """Whether a folder holds a store with articles, or one that cannot be read."""
    try:
        require_database(store)
        return (store / DATABASE).exists() and _counts(store).articles > 0
    except CiteraError:
        return True


def require_unused(store: Path) -> None:
    """Raise `StoreInUse` if a process has the store in the folder `store` open."""
    if not (store / DATABASE).exists():
        return
    try:
        with _connected(store / DATABASE, seconds=0.5) as db:
            # Every connection that is open on a database in WAL mode has a shared lock on its file.
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("BEGIN IMMEDIATE")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            raise StoreInUse(
                f"The store {store} is in use. Stop the chat and every other command of Citera"
                " that uses it, and try again."
            ) from error
        # What cannot be read at all is in nobody's use.


def _counts(folder: Path) -> CopyCounts:
    with closing(Database(folder / DATABASE)) as database, database.reading() as db:
        return CopyCounts(article_rows.count(db), passage_rows.counts(db)[0])


def _fault(path: Path) -> str | None:
    """The first fault of a database, or None."""
    try:
        with _connected(path) as db:
            found = str(db.execute("PRAGMA integrity_check(1)").fetchone()[0])
            if found == "ok" and db.execute("PRAGMA foreign_key_check").fetchone():
                return "rows refer to rows that are missing"
    except sqlite3.DatabaseError as error:
        if not _is_damage(error):
            raise _not_copied(error, path) from error
        return str(error)
    return None if found == "ok" else " ".join(found.split())


def _copy_segments(store: Path, target: Path) -> None:
    """Copy the segments that the copied database names.

    One that is damaged or missing is left out: the search makes it anew.
    """
    try:
        with _connected(target / DATABASE) as db:
            rows = segment_rows.fetch(db)
    except sqlite3.DatabaseError as error:
        raise _not_copied(error, store / DATABASE) from error
    for directory in (row.directory for row in rows):
        if (store / INDEX / directory).is_dir():
            try:
                copy_segment(store / INDEX / directory, target / INDEX / directory)
            except SegmentDamaged:
                remove_tree(target / INDEX / directory)


def _copy_database(source: Path, target: Path) -> None:
    """Copy a database as of one moment; in one step, as writers would make smaller ones restart."""
    try:
        with _connected(source) as old, _connected(target) as new:
            old.backup(new, pages=-1)
    except sqlite3.DatabaseError as error:
        raise _not_copied(error, source) from error


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    return error.sqlite_errorcode & 0xFF in _DAMAGE


def _not_copied(error: sqlite3.DatabaseError, path: Path) -> Exception:
    """What to raise for an error while the database at `path`, or its copy, was used."""
    if _is_damage(error):
        return StoreDamaged(f"{path} is damaged ({error}). {REBUILD}")
    return CiteraError(descriptors.TOO_FEW) if descriptors.are_used_up() else OSError(str(error))


@contextmanager
def _connected(path: Path, seconds: float = 60) -> Iterator[SqliteConnection]:
    db = sqlite3.connect(path, timeout=seconds, isolation_level=None, factory=SqliteConnection)
    with closing(db):
        yield db
