"""Parses EPUB books: chapters in reading order.

Implemented here because the usual library is under the AGPL. Uses the container and the package's
metadata, manifest and spine (EPUB 3.3, sections 4 and 5).
"""

from collections.abc import Iterator
from html.entities import html5
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote
from zipfile import ZipFile

import regex

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.parsers.html_text import text_of_tree
from ingest.parsers.limits import MAX_DOCUMENT_BYTES, MAX_TEXT_BYTES, read_limited
from ingest.parsers.zip_safety import ZIP_ERRORS, open_zip

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTAINER = "META-INF/container.xml"
_NAMED_CHARACTER = regex.compile(rb"&([A-Za-z][A-Za-z0-9]*);")


def parse_epub(stream: BinaryIO) -> Iterator[Extract]:
    """The article in a book; each content file of the book counts as a page.

    Raises:
        UnreadableSource: if it is damaged or its chapters are encrypted.
    """
    from lxml.etree import XMLSyntaxError

    with open_zip(BytesIO(read_limited(stream, MAX_DOCUMENT_BYTES))) as book:
        if (
            "META-INF/encryption.xml" in book.namelist()
            and "META-INF/rights.xml" in book.namelist()
        ):
            raise UnreadableSource("the book is locked by DRM")
        try:
            yield _read(book)
        except RecursionError:
            raise
        except (*ZIP_ERRORS, XMLSyntaxError) as error:
            raise UnreadableSource(f"the EPUB is damaged: {error}") from error


def _read(book: ZipFile) -> Extract:
    rootfile = _parse(book, _CONTAINER).find(".//{*}rootfile")
    if rootfile is None:
        raise UnreadableSource("the EPUB is damaged: it names no package file")
    package_path = rootfile.get("full-path", "")
    package = _parse(book, package_path)
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    # Each file is once in the spine of a book; a hostile one names it a million times.
    for path in dict.fromkeys(_spine(package, dirname(package_path))):
        body = _parse(book, path).find(".//{*}body")
        text = text_of_tree(body) if body is not None else ""
        starts.append(length)
        if text:
            parts.append(text + "\n\n")
            length += len(parts[-1])
        if length > MAX_TEXT_BYTES:
            raise UnreadableSource("the book holds too much text for one article; split it up")
    return Extract(
        "".join(parts),
        title=_stated(package, "title"),
        date=_stated(package, "date"),
        language=(_stated(package, "language") or "").partition("-")[0].lower() or None,
        author=_stated(package, "creator"),
    )


def _spine(package: "_Element", folder: str) -> Iterator[str]:
    """Paths of the content files in reading order, without the table of contents."""
    items = {item.get("id"): item for item in package.iterfind(".//{*}manifest/{*}item")}
    for reference in package.iterfind(".//{*}spine/{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is not None and "nav" not in item.get("properties", "").split():
            yield normpath(join(folder, unquote(item.get("href", ""))))


def _parse(book: ZipFile, path: str) -> "_Element":
    from lxml import etree

    with book.open(path) as member:
        data = read_limited(member, MAX_TEXT_BYTES)
    # `recover`, as real books contain invalid XHTML. No entities: they can read files and expand.
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(_NAMED_CHARACTER.sub(_by_number, data), parser)
    if root is None:
        raise UnreadableSource(f"the EPUB is damaged: {path} is not XML")
    return root


def _by_number(named: "regex.Match[bytes]") -> bytes:
    """Convert a named HTML entity to a numeric one: `&eacute;` to `&#233;`.

    XML does not define HTML's names: the parser drops such an entity and every `&amp;` after it.
    Other names are left unchanged.
    """
    characters = html5.get(f"{named[1].decode()};")
    if characters is None:
        return bytes(named[0])
    return "".join(f"&#{ord(character)};" for character in characters).encode()


def _stated(package: "_Element", name: str) -> str | None:
    found = package.find(f".//{{*}}metadata/{{http://purl.org/dc/elements/1.1/}}{name}")
    return (found.text or "").strip() or None if found is not None else None
