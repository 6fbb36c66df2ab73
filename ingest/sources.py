"""Finds the files to ingest under given paths."""

import os
from collections.abc import Iterator
from pathlib import Path

from ingest.errors import SourceFailure
from ingest.parsers import ARCHIVE_SUFFIX, SUFFIXES


def source_of(path: Path) -> str:
    """The source name of articles from the file at `path`: its absolute path.

    Bytes of a file name that are not valid Unicode are replaced.
    """
    return os.path.abspath(path).encode(errors="surrogateescape").decode(errors="replace")


def find_files(path: Path) -> Iterator[Path | SourceFailure]:
    """The file at `path`, or all files in and below the folder at `path`, sorted by name.

    Hidden files in folders are skipped. Folders that cannot be opened, broken links and links to a
    folder above are reported as `SourceFailure`.
    """
    if path.is_dir():
        yield from _in_folder(path, ())
    elif path.exists():
        yield path
    else:
        yield SourceFailure(source_of(path), "there is no such file or folder")


def _in_folder(folder: Path, above: tuple[tuple[int, int], ...]) -> Iterator[Path | SourceFailure]:
    """As `find_files`; `above` holds the parent folders, by device and inode."""
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
    """Whether the format of the file is supported, judged by its extension."""
    suffix = path.suffix.lower()
    return suffix in SUFFIXES or suffix == ARCHIVE_SUFFIX
