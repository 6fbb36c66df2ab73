"""Parses web archives (WARC) with warcio: the pages that a crawler or an archive has saved."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote, urlsplit

from ingest.errors import SourceFailure, UnreadableSource
from ingest.extract import Attachment, Extract
from ingest.parsers.html import parse_html
from ingest.parsers.limits import MAX_DOCUMENT_BYTES, read_limited

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_PAGES = ("text/html", "application/xhtml+xml")
_DOCUMENTS = ("application/pdf",)
_DAY = len("2024-05-10")
_LONGEST_REASON = 200  # characters of what a library says


def parse_warc(stream: BinaryIO) -> Iterator[Extract | Attachment | SourceFailure]:
    """The article of each page in an archive, plain or in gzip, and the PDF files in it.

    A page keeps its address and, where it states no date, that on which it was saved. What pages
    are made of, such as pictures, is left out; so is what a server refused. A page that is damaged
    is named, and the others are read.

    Raises:
        UnreadableSource: if it is damaged, or holds no page.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    seen: set[str] = set()
    is_empty = True
    try:
        for record in ArchiveIterator(stream):
            address = record.rec_headers.get_header("WARC-Target-URI") or ""
            if _is_saved(record) and address not in seen:
                seen.add(address)
                for found in _read_or_name(record, address):
                    is_empty = False
                    yield found
    except ArchiveLoadFailed as error:
        raise UnreadableSource(f"the web archive is damaged: {error}") from error
    if is_empty:
        raise UnreadableSource("the web archive is damaged, or holds no page")


def _is_saved(record: "ArcWarcRecord") -> bool:
    if record.rec_type == "resource":
        return True
    if record.rec_type != "response" or record.http_headers is None:
        return False
    return bool(record.http_headers.get_statuscode() == "200")


def _read_or_name(
    record: "ArcWarcRecord", address: str
) -> Iterator[Extract | Attachment | SourceFailure]:
    """As `_read`; names the record where it is too long, or packed in a way that is not known."""
    try:
        yield from _read(record, address)
    except UnreadableSource as error:
        yield SourceFailure(address, str(error))
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # of many kinds, by how it is packed
        yield SourceFailure(address, f"it is damaged: {error}"[:_LONGEST_REASON])


def _read(record: "ArcWarcRecord", address: str) -> Iterator[Extract | Attachment]:
    headers = record.http_headers or record.rec_headers
    media_type = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    if media_type in _PAGES:
        yield from _page(record, address)
    elif media_type in _DOCUMENTS:
        content = read_limited(record.content_stream(), MAX_DOCUMENT_BYTES)
        name = PurePosixPath(unquote(urlsplit(address).path)).name or "document.pdf"
        yield Attachment(name, partial(bytes, content))


def _page(record: "ArcWarcRecord", address: str) -> Iterator[Extract]:
    saved = (record.rec_headers.get_header("WARC-Date") or "")[:_DAY]
    for found in parse_html(BytesIO(read_limited(record.content_stream()))):
        url, date = found.url or address, found.date or saved or None
        yield replace(found, url=url, date=date, part=address)
