"""Protection against zip bombs: limits the unpacked size of untrusted zip files."""

from lzma import LZMAError
from struct import error as StructError
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from ingest.errors import UnreadableSource

ZIP_ERRORS = (
    *(BadZipFile, EOFError, KeyError, LZMAError, OSError, RuntimeError, StructError, ValueError),
    ZlibError,
)
"""What `zipfile` raises for damaged zip files and members; RecursionError is among them."""
MAX_RATIO = 200
"""Greatest compression ratio. That of text is about 10, that of a zip bomb about 1000."""
MAX_UNPACKED_BYTES = 4 * 2**30
_SMALL = 2**20


def open_zip(file: BinaryIO) -> ZipFile:
    """Open a zip file.

    Raises:
        UnreadableSource: if it is damaged, or looks like a zip bomb.
    """
    try:
        archive = ZipFile(file)
    except ZIP_ERRORS as error:
        raise UnreadableSource("the zip is damaged or is not one") from error
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES or any(map(_is_bomb, members)):
        archive.close()
        raise UnreadableSource("it would unpack to far more than it is (a zip bomb); left alone")
    return archive


def _is_bomb(member: ZipInfo) -> bool:
    ratio = member.file_size / max(member.compress_size, 1)
    return member.file_size > _SMALL and ratio > MAX_RATIO
