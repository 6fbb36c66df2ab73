"""Tells the kind of a file: by its content, or else by the ending of its name."""

from pathlib import PurePath
from typing import BinaryIO
from zipfile import ZipFile
from zlib import decompressobj
from zlib import error as ZlibError

import regex

KIND_LOCKED = ".locked"
"""Kind of an Office document that is encrypted with a password, whatever is in it."""

_HEAD_BYTES = 4096
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP_MARK, _GZIP, _FEW_BYTES = b"\x1f\x8b", 31, 16
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXTS = {".txt", ".text", ".md", ".markdown", ".csv", ".tsv", ".json", ".jsonl", ".ndjson"}
# Packages, and what is in them; the first that is there tells the kind.
_IN_ZIP = {
    "xl/workbook.bin": ".xlsb",
    "word/": ".docx",
    "xl/": ".xlsx",
    "ppt/": ".pptx",
    "META-INF/container.xml": ".epub",
}
_MEDIA_TYPES = {
    "application/epub+zip": ".epub",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
}
_PACKAGES = {".docx", ".xlsx", ".xlsm", ".pptx", ".ppsx", ".odt", ".ods", ".odp", ".epub"}
_IN_COMPOUND = {
    "EncryptedPackage": KIND_LOCKED,
    "WordDocument": ".doc",
    "Workbook": ".xls",
    "Book": ".xls",
    "PowerPoint Document": ".ppt",
    "__properties_version1.0": ".msg",
}
_IMAGES = {
    b"\x89PNG\r\n\x1a\n": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"II*\0": ".tif",
    b"MM\0*": ".tif",
    b"II+\0": ".tif",
    b"MM\0+": ".tif",
}
_HTML = regex.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    regex.IGNORECASE | regex.DOTALL,
)
_MAIL = regex.compile(
    rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?"
    rb"(?:mime-version|content-type|message-id|received)[ \t]*:",
    regex.IGNORECASE,
)
_SAVED_AS = {
    ".doc": "DOCX",
    ".dot": "DOCX",
    ".docm": "DOCX",
    ".xlsb": "XLSX",
    ".pot": "PPTX",
    ".wps": "DOCX",
    ".wpd": "DOCX",
    ".pages": "DOCX",
    ".numbers": "XLSX",
    ".key": "PPTX",
    ".odg": "PDF",
    ".fodt": "ODT",
    ".fods": "ODS",
    ".fodp": "ODP",
    ".ps": "PDF",
    ".djvu": "PDF",
    ".mobi": "EPUB",
    ".azw3": "EPUB",
    ".fb2": "EPUB",
    ".rar": "ZIP",
    ".7z": "ZIP",
    ".tar": "ZIP",
    ".gz": "ZIP",
    ".tgz": "ZIP",
}


def kind_of(stream: BinaryIO, name: str) -> str:
    """The kind of an open file as the usual ending of such files, `.docx` for a Word document.

    What its content shows without doubt, as that of a PDF or a Word document does, counts more than
    the ending of `name`. Plain texts are told by their names. `stream` is left at its beginning.
    """
    named = PurePath(name).suffix.lower()
    head = stream.read(_HEAD_BYTES)
    stream.seek(0)
    if head.startswith(_ZIP):
        kind = _kind_of_zip(stream, named)
    elif head.startswith(_COMPOUND):
        kind = _kind_of_compound(stream, named)
    else:
        kind = _kind_of_plain(head, named)
    stream.seek(0)
    return kind


def why_unread(kind: str) -> str:
    """Why files of a kind for which there is no parser are not read, and what to do about it."""
    if kind == KIND_LOCKED:
        return "it is locked by a password; save it without one"
    if not kind:
        return "this kind of file is not read: its name has no ending, such as .txt"
    advice = f"; save it as {_SAVED_AS[kind]}" if kind in _SAVED_AS else ""
    return f"this kind of file ({kind}) is not read{advice}"


def _kind_of_zip(stream: BinaryIO, named: str) -> str:
    try:
        with ZipFile(stream) as archive:
            names = archive.namelist()
            media_type = _media_type(archive) if "mimetype" in names else ""
    except Exception:  # as many as there are kinds of damage
        return named or ".zip"  # whose parser names the damage
    for stated, kind in _MEDIA_TYPES.items():
        if media_type.startswith(stated):
            return kind
    for part, kind in _IN_ZIP.items():
        if any(name == part or (part[-1] == "/" and name.startswith(part)) for name in names):
            return kind
    # Other programs keep their own kinds of file in zip archives: those stay what they are called.
    is_mistaken = named in _TEXTS or named in (".pdf", ".doc", ".rtf", ".html", ".htm")
    return ".zip" if is_mistaken else named


def _media_type(archive: ZipFile) -> str:
    with archive.open("mimetype") as member:
        return member.read(100).decode("ascii", "replace").strip()


def _kind_of_compound(stream: BinaryIO, named: str) -> str:
    """The kind of a file in Microsoft's older format for files within a file."""
    from olefile import OleFileIO

    try:
        with OleFileIO(stream) as compound:
            entries = {path[0] for path in compound.listdir()}
    except Exception:  # as many as there are kinds of damage
        return named if named in (".xls", ".ppt", ".pps", ".msg") else ".doc"
    return next((kind for name, kind in _IN_COMPOUND.items() if name in entries), named)


def _kind_of_plain(head: bytes, named: str) -> str:
    start = head.removeprefix("\ufeff".encode())
    if start.startswith(b"%PDF-"):
        return ".pdf"
    if start.lstrip().startswith(b"{\\rtf"):
        return ".rtf"
    if image := next((kind for mark, kind in _IMAGES.items() if head.startswith(mark)), None):
        return image
    if start.startswith(b"WEBVTT"):
        return ".vtt"
    if start.startswith(b"WARC/") or _unpacked(start).startswith(b"WARC/"):
        return ".warc"
    if named in _TEXTS:
        return named
    if _HTML.match(start):
        return ".html"
    if _MAIL.match(start):
        return ".eml"
    return ".txt" if named == ".doc" and b"\0" not in head else named


def _unpacked(start: bytes) -> bytes:
    """The first bytes of what is in a gzip file; none for other files."""
    try:
        return (
            decompressobj(_GZIP).decompress(start, _FEW_BYTES) if start[:2] == _GZIP_MARK else b""
        )
    except ZlibError:
        return b""
