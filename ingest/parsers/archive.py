"""Opens the files in a zip archive, one after the other."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO
from zipfile import ZipFile, ZipInfo

from ingest.errors import SourceFailure, UnreadableSource
from ingest.parsers.limits import MAX_DOCUMENT_BYTES, read_limited
from ingest.parsers.zip_safety import open_zip

_ENCRYPTED = 0x1


def members(stream: BinaryIO) -> Iterator[tuple[str, BinaryIO] | SourceFailure]:
    """Name and content of every file in the zip; a `SourceFailure` for each damaged member.

    Raises:
        UnreadableSource: if the zip is damaged or a bomb.
    """
    with open_zip(stream) as archive:
        for member in archive.infolist():
            name = member.filename
            if member.is_dir() or _is_litter(name):
                continue
            try:
                yield name, BytesIO(_unpack(archive, member))
            except UnreadableSource as error:
                yield SourceFailure(name, str(error))


def _is_litter(name: str) -> bool:
    """Whether a file was added by the operating system, such as `__MACOSX/._a.txt`."""
    return any(part == "__MACOSX" or part.startswith(".") for part in PurePosixPath(name).parts)


def _unpack(archive: ZipFile, member: ZipInfo) -> bytes:
    if member.flag_bits & _ENCRYPTED:
        raise UnreadableSource("it is locked by a password")
    try:
        with archive.open(member) as file:
            return read_limited(file, MAX_DOCUMENT_BYTES)
    except UnreadableSource:
        raise
    except Exception as error:  # each compression method has errors of its own
        reason = str(error) or type(error).__name__
        raise UnreadableSource(f"it is damaged: {reason}") from error
