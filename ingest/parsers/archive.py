"""Parses zip archives: gives the files in them, one after the other."""

from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO
from zipfile import ZipFile, ZipInfo

from ingest.errors import UnreadableSource
from ingest.extract import Attachment
from ingest.parsers.limits import MAX_DOCUMENT_BYTES, read_limited
from ingest.parsers.zip_safety import open_zip

_ENCRYPTED = 0x1


def parse_zip(stream: BinaryIO) -> Iterator[Attachment]:
    """Every file in the zip.

    Raises:
        UnreadableSource: if the zip is damaged or a bomb, or holds no files.
    """
    with open_zip(stream) as archive:
        is_empty = True
        for member in archive.infolist():
            if member.is_dir() or _is_litter(member.filename):
                continue
            is_empty = False
            yield Attachment(member.filename, partial(_unpack, archive, member))
        if is_empty:
            raise UnreadableSource("the zip holds no files")


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
