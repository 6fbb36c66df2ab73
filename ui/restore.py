"""Restoring a backup: each part is copied and verified beside its place, and then renamed."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from ui.backup import STORE, parts
from ui.backup_manifest import BackupDamaged, Manifest, copy_member
from ui.file_errors import explained
from vectorstore.atomic_build import remove_tree, sync, sync_tree
from vectorstore.backup import check_copy, holds_articles, require_unused
from vectorstore.errors import CiteraError, StoreDamaged

if TYPE_CHECKING:
    from assistant import Settings


def restore_backup(folder: Path, settings: "Settings", replace: bool = False) -> Manifest:
    """Put what the backup in `folder` holds in the places that the settings name.

    What is there now is kept until all has been copied and verified. With `replace`, it is removed
    then; parts that the backup lacks are left alone.

    Raises:
        BackupDamaged: if the backup is not as it was written.
        CiteraError: if something is there and `replace` is False, the store is in use, or the disk
            is full.
    """
    manifest = Manifest.read(folder)
    held = {name.partition("/")[0] for name in manifest.members}
    places = {name: place for name, place in parts(settings).items() if name in held}
    if not replace:
        _require_free(places)
    with explained(f"The backup {folder} could not be restored; nothing was changed"):
        places[STORE].parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{places[STORE]}.lock"):
            require_unused(places[STORE])
            _restore(folder, manifest, places)
    return manifest


def _require_free(places: Mapping[str, Path]) -> None:
    """Raise `CiteraError` if something lies in one of the places."""
    for name, place in places.items():
        taken = holds_articles(place) if name == STORE else _holds_something(place)
        if taken:
            raise CiteraError(
                f"{place} holds something already. To replace it by the backup, add --replace; to"
                f" keep it, set CITERA_{name.partition('.')[0].upper()} to another place."
            )


def _holds_something(place: Path) -> bool:
    return any(place.iterdir()) if place.is_dir() else place.exists()


def _restore(folder: Path, manifest: Manifest, places: Mapping[str, Path]) -> None:
    staged = {place: _beside(place, ".restoring") for place in places.values()}
    try:
        for staging in staged.values():
            remove_tree(staging)  # a killed run's
        _require_room(manifest, places[STORE].parent)
        for name, place in places.items():
            _copy_part(folder, manifest, name, staged[place])
        _require_counts(folder, manifest, staged[places[STORE]])
        for staging in staged.values():
            sync_tree(staging)
        require_unused(places[STORE])
        for place, staging in staged.items():
            _swap(staging, place)
    finally:
        for staging in staged.values():
            remove_tree(staging)
    for place in staged:
        remove_tree(_beside(place, ".replaced"))


def _require_room(manifest: Manifest, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < manifest.size:
        raise CiteraError(
            f"The backup needs {manifest.size / 2**20:,.0f} MB, and {free / 2**20:,.0f} MB are free"
            f" at {folder}. Make room, and try again."
        )


def _copy_part(folder: Path, manifest: Manifest, part: str, target: Path) -> None:
    """Copy the files of a part, comparing each with the manifest as it is read."""
    for name, member in manifest.members.items():
        first, _, rest = name.partition("/")
        if first != part:
            continue
        copy = target / rest if rest else target
        copy.parent.mkdir(parents=True, exist_ok=True)
        source = folder / name
        if source.is_symlink() or not source.is_file():
            raise _damaged(folder, f"{name} is missing")
        if copy_member(source, copy) != member:
            raise _damaged(folder, f"{name} is truncated or altered")


def _require_counts(folder: Path, manifest: Manifest, store: Path) -> None:
    """Check the copied store's databases, and compare its counts with the manifest."""
    try:
        counts = check_copy(store)
    except StoreDamaged as error:
        raise _damaged(folder, str(error)) from error
    if (counts.articles, counts.passages) != (manifest.articles, manifest.passages):
        raise _damaged(folder, f"it holds {counts.articles} articles, not {manifest.articles}")


def _damaged(folder: Path, fault: str) -> BackupDamaged:
    return BackupDamaged(
        f"The backup {folder} cannot be restored: {fault}. Nothing was changed; use another backup."
    )


def _swap(staging: Path, place: Path) -> None:
    """Put `staging` in its place; what was there waits beside it until all parts are in theirs."""
    replaced = _beside(place, ".replaced")
    if place.exists():
        remove_tree(replaced)
        os.replace(place, replaced)
    try:
        os.replace(staging, place)
    except OSError:
        if replaced.exists():
            os.replace(replaced, place)
        raise
    sync(place.parent)


def _beside(place: Path, suffix: str) -> Path:
    return place.with_name(place.name + suffix)
