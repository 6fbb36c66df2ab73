"""Builds a file or folder once, whole or not at all, however many processes want it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from vectorstore.errors import CiteraError


def atomic_build(
    target: Path, build: Callable[[Path], None], is_intact: Callable[[Path], bool]
) -> Path:
    """Return `target`, built by `build` unless `is_intact(target)`.

    `build` makes the file or folder at the path that it is given, beside `target`. What it made
    is on disk before it takes the place of `target`, so that neither a kill nor a power cut
    leaves half of it there. Processes that want the same target wait for the one that builds.

    Raises:
        CiteraError: if the disk is full or the folder cannot be written; and what `build` raises.
    """
    from filelock import FileLock

    if is_intact(target):
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(_beside(target, ".lock")):
            if not is_intact(target):
                _build(target, build, is_intact)
    except OSError as error:
        raise CiteraError(
            f"{target} cannot be made ({error}). Check the disk's space and the folder's"
            " permissions, or set CITERA_CACHE to another folder."
        ) from error
    return target


def _build(target: Path, build: Callable[[Path], None], is_intact: Callable[[Path], bool]) -> None:
    partial = _beside(target, ".partial")
    remove_tree(partial)  # a killed run's
    try:
        build(partial)
        if not is_intact(partial):
            raise CiteraError(f"What was made for {target} is not what it should be.")
        sync_tree(partial)
        if partial.is_dir() or target.is_dir():
            remove_tree(target)
        os.replace(partial, target)
        _sync(target.parent)
    finally:
        remove_tree(partial)


def sync_tree(path: Path) -> None:
    """Have a file, or a folder with all that is in it, written to the disk itself."""
    for entry in _walk(path):
        _sync(entry)


def remove_tree(path: Path) -> None:
    """Remove a file or a folder; nothing happens where there is none."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _walk(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for entry in path.iterdir():
            yield from _walk(entry)
    yield path


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folders
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _beside(target: Path, suffix: str) -> Path:
    return target.with_name(target.name + suffix)
