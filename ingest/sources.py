"""Finds the files to ingest under given paths."""

import os
from collections.abc import Iterator
from pathlib import Path

from ingest.errors import SourceFailure
from ingest.parsers import SUFFIXES
from ingest.parsers.kinds import kind_of, why_unread


def source_of(path: Path) -> str:
    """The source name of articles from the file at `path`: its absolute path.

    Bytes of a file name that are not valid Unicode are replaced.
    """
    return os.path.abspath(path).encode(errors="surrogateescape").decode(errors="replace")


def find_files(path: Path) -> Iterator[Path | SourceFailure]:
    """The file at `path`, or all files in and below the folder at `path`, sorted by name.

    Of a hidden folder comes its path alone. Folders that cannot be opened, broken links and links
    to a folder above are reported as `SourceFailure`.
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
        if path.is_dir() and not name.startswith("."):
            yield from _in_folder(path, (*above, here))
        else:
            yield _file(path)


def _file(path: Path) -> Path | SourceFailure:
    if path.is_symlink() and not path.exists():
        return SourceFailure(source_of(path), "the link leads nowhere")
    return path


def why_passed_over(path: Path) -> str | None:
    """Why a file or a hidden folder in a folder is not read; None if it is to be."""
    if path.name.startswith("."):
        return "it is hidden"
    if path.name.startswith("~$"):
        return "it is what Office leaves beside a document while that is open"
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return None
    kind = _kind_by_content(path) or suffix
    return None if kind in SUFFIXES else why_unread(kind)


def _kind_by_content(path: Path) -> str | None:
    """The kind of a file whose name tells none; None if it cannot be opened, or may never end."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            return kind_of(stream, path.name)
    except OSError:
        return None
