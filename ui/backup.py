"""Backup: a folder with a copy of the store, the uploads, the permanent links and the feedback."""

import shutil
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from ui.backup_manifest import Manifest, members_of
from ui.file_errors import explained
from ui.persistence.opening import database_of
from vectorstore.atomic_build import whole
from vectorstore.backup import copy_store, require_store
from vectorstore.errors import CiteraError

if TYPE_CHECKING:
    from assistant import Settings

STORE = "store"
_UNFINISHED = (".part", ".partial")
"""Ends of the names of files that a killed process may have left, or that are being written."""


def parts(settings: "Settings") -> dict[str, Path]:
    """What is backed up: the name in a backup, and where it lies now.

    Raises:
        CiteraError: if the articles are not in a folder.
    """
    if database_of(settings) is not None:
        raise CiteraError(
            "The articles are in a PostgreSQL database, which has tools of its own for backups,"
            " such as `pg_dump --schema=citera`. See docs/operations.md."
        )
    return {
        STORE: settings.folder.resolve(),
        "uploads": settings.uploads.resolve(),
        "links": settings.links.resolve(),
        "feedback.jsonl": settings.feedback.resolve(),
    }


def write_backup(settings: "Settings", folder: Path) -> Manifest:
    """Write a backup to the new folder `folder`, and check it; others may use the store meanwhile.

    The folder has this name only once it is complete.

    Raises:
        CiteraError: if the folder exists, the store is damaged, or the disk is full.
    """
    folder = folder.resolve()
    store = parts(settings)[STORE]
    require_store(store)
    failure = f"The backup {folder} could not be written; nothing else was changed"
    with explained(failure), FileLock(store / "backup.lock"):
        _require_new(folder, settings)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with whole(folder) as partial:
            partial.mkdir()
            return _fill(settings, partial)


def _require_new(folder: Path, settings: "Settings") -> None:
    if folder.exists():
        raise CiteraError(f"{folder} exists already. Name a new folder: each backup has its own.")
    for path in parts(settings).values():
        if path in folder.parents:
            raise CiteraError(f"{folder} is inside {path}, which is backed up. Name one outside.")


def _fill(settings: "Settings", target: Path) -> Manifest:
    sources = parts(settings)
    # The store goes first: an upload is written before its articles are, so none lacks its file.
    counts = copy_store(sources.pop(STORE), target / STORE)
    for name, source in sources.items():
        if source.is_dir():
            _copy_files(source, target / name)
        elif source.is_file():
            with FileLock(f"{source}.lock"):  # so that no line is copied half
                shutil.copyfile(source, target / name)
    manifest = Manifest(
        citera=version("citera"),
        made=datetime.now(UTC),
        articles=counts.articles,
        passages=counts.passages,
        members=members_of(target),
    )
    manifest.write(target)
    return manifest


def _copy_files(source: Path, target: Path) -> None:
    """Copy the plain files below a folder; one that is removed meanwhile is left out."""
    for path in sorted(source.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.suffix not in _UNFINISHED:
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):
                shutil.copyfile(path, copy)
