"""Builds a file or folder atomically, once for all processes."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from vectorstore.errors import CiteraError


def atomic_build(
    target: Path, build: Callable[[Path], None], is_intact: Callable[[Path], bool]
) -> Path:
    """Return `target`; call `build` first unless `is_intact(target)`.

    `build` receives a temporary path beside `target`. Its result is flushed to disk before it is
    renamed to `target`, so a killed process or a power failure leaves no partial target. A lock
    makes other processes wait for the one that builds.

    Raises:
        CiteraError: if the disk is full or the folder cannot be written; errors of `build` pass.
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
    with whole(target) as partial:
        build(partial)
        if not is_intact(partial):
            raise CiteraError(f"What was made for {target} is not what it should be.")


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """A temporary path beside `target`, for a block that makes a file or folder there.

    After the block it replaces `target`; if the block fails, it is removed.
    """
    partial = _beside(target, ".partial")
    remove_tree(partial)  # a killed run's
    try:
        yield partial
        sync_tree(partial)
        if partial.is_dir() or target.is_dir():
            remove_tree(target)
        os.replace(partial, target)
        sync(target.parent)
    finally:
        remove_tree(partial)


def sync_tree(path: Path) -> None:
    """Flush a file, or a folder and everything in it, to the disk."""
    for entry in _walk(path):
        sync(entry)


def remove_tree(path: Path) -> None:
    """Remove a file or a folder, if there is one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _walk(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for entry in path.iterdir():
            yield from _walk(entry)
    yield path


def sync(path: Path) -> None:
    """Flush a file, or the names in a folder, to the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folders
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _beside(target: Path, suffix: str) -> Path:
    return target.with_name(target.name + suffix)
