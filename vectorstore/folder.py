"""A store in a folder: its tables in a SQLite file, and its index in Chroma folders beside it."""

from pathlib import Path

from vectorstore.ann.folders import SegmentFolders
from vectorstore.errors import CiteraError, StoreDamaged
from vectorstore.tables.connection import Tables
from vectorstore.tables.database import REBUILD, Database

DATABASE = "store.sqlite3"
INDEX = "chroma"


def open_folder(path: Path) -> tuple[Tables, SegmentFolders]:
    """The tables and the segments of the store in a folder, which are made if need be.

    Raises:
        StoreDamaged: if its files are damaged, or of another version of Citera.
        CiteraError: if the folder cannot be read or written.
    """
    make_folder(path)
    require_database(path)
    return Database(path / DATABASE), SegmentFolders(path / INDEX)


def make_folder(path: Path) -> None:
    """Make the folder of a store, if it is not there.

    Raises:
        CiteraError: if it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CiteraError(
            f"The store's folder {path} cannot be made ({error}). Set CITERA_STORE to a"
            " folder that you can write to."
        ) from error


def require_database(path: Path) -> None:
    """Raise `StoreDamaged` if the database has gone and its index is there.

    SQLite takes a missing or empty file for a new database, and the articles would be thought
    never to have been there. A process killed while it made the store leaves no index.
    """
    database, index = path / DATABASE, path / INDEX
    gone = not database.exists() or database.stat().st_size == 0
    if gone and index.is_dir() and any(index.iterdir()):
        raise StoreDamaged(
            f"The store {path} is damaged: its database {DATABASE} is missing or empty. {REBUILD}"
        )
