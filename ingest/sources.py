"""Finds the files to read under the paths that were given."""

import os
from collections.abc import Iterator
from pathlib import Path

from ingest.errors import SourceFailure
from ingest.parsers import ARCHIVE_SUFFIX, SUFFIXES


def source_of(path: Path) -> str:
    """The name by which articles from the file at `path` are known: its full path.

    The name of a file need not be text; that of a source has to be, so stray bytes are replaced.
    """
    return os.path.abspath(path).encode(errors="surrogateescape").decode(errors="replace")


def find_files(path: Path) -> Iterator[Path | SourceFailure]:
    """The file at `path`, or those in the folder at `path` and below, sorted by name.

    In a folder, hidden files are passed over. What cannot be opened and links that lead
    nowhere or back to a folder above are each a `SourceFailure`.
    """
    if path.is_dir():
        yield from _in_folder(path, ())
    elif path.exists():
        yield path
    else:
        yield SourceFailure(source_of(path), "there is no such file or folder")


def _in_folder(folder: Path, above: tuple[tuple[int, int], ...]) -> Iterator[Path | SourceFailure]:
    """As `find_files`; `above` identifies the folders on the way, by device and inode."""
    try:
        status = folder.stat()
        names = sorted(os.listdir(folder))
    except OSError as error:
        yield SourceFailure(
            source_of(folder), f"the folder cannot be opened: {error.strerror or error}"
        )
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        yield SourceFailure(source_of(folder), "the link leads back to a folder above it")
        return
    for name in names:
        path = folder / name
        if name.startswith("."):
            continue
        if path.is_dir():
            yield from _in_folder(path, (*above, here))
        else:
            yield _file(path)


def _file(path: Path) -> Path | SourceFailure:
    if path.is_symlink() and not path.exists():
        return SourceFailure(source_of(path), "the link leads nowhere")
    return path


def is_readable_kind(path: Path) -> bool:
    """Whether files with this ending are read."""
    suffix = path.suffix.lower()
    return suffix in SUFFIXES or suffix == ARCHIVE_SUFFIX
