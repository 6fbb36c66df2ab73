"""Parses text documents of OpenDocument (ODT)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO
from zipfile import ZipFile

import regex

from ingest.extract import Extract
from ingest.parsers.odf import CONTENT, STYLES, open_odf
from ingest.parsers.odf_text import OdfText, visible_text
from ingest.parsers.packages import local_attribute, parse_part
from ingest.parsers.properties import odf_properties

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADERS = ("header", "header-first", "header-left", "footer", "footer-first", "footer-left")
_LEAST_WORDS = 3
"""Of a text beside the number of the page; fewer are those around the number."""


def parse_odt(stream: BinaryIO) -> Iterator[Extract]:
    """The article in a text document, with its tables, notes, text boxes and page headers.

    Raises:
        UnreadableSource: if it is damaged or locked by a password.
    """
    with open_odf(stream, "document") as package:
        stated = odf_properties(package)
        content = parse_part(package, CONTENT)
        styles = _styles(package, content)
    blocks = list(OdfText(content, styles).blocks(_body(content)))
    blocks += [text for text in _header_texts(content, styles) if text not in blocks]
    title = stated.title or _title(content)
    yield Extract("\n\n".join(blocks), title, stated.date, stated.language, stated.author)


def _styles(package: ZipFile, content: "_Element") -> "_Element":
    return parse_part(package, STYLES) if STYLES in package.namelist() else content


def _body(content: "_Element") -> "_Element":
    body = content.find("{*}body/{*}text")
    return content if body is None else body


def _title(content: "_Element") -> str | None:
    """The first heading of the first level."""
    headings = content.iterfind(".//{*}h")
    tops = (h for h in headings if local_attribute(h, "outline-level") in (None, "1"))
    return next(filter(None, (visible_text(heading).strip() for heading in tops)), None)


def _header_texts(content: "_Element", styles: "_Element") -> Iterator[str]:
    """What the headers and footers of the pages in use say besides page numbers, each once."""
    used = {"Standard"} | {
        name
        for root in (content, styles)
        for style in root.iter("{*}style")
        if (name := local_attribute(style, "master-page-name"))
    }
    said = set()
    for page in styles.iterfind("{*}master-styles/{*}master-page"):
        if local_attribute(page, "name") not in used:
            continue
        for header in page.iterchildren(*(f"{{*}}{name}" for name in _HEADERS)):
            for text in _statements(header):
                if text not in said:
                    said.add(text)
                    yield text


def _statements(header: "_Element") -> Iterator[str]:
    """What stands at the left, in the middle and at the right, but no `Page 1 of 3`."""
    if local_attribute(header, "display") == "false":
        return
    for paragraph in header.iter("{*}p"):
        has_page = next(paragraph.iter("{*}page-number", "{*}page-count"), None) is not None
        least_words = _LEAST_WORDS if has_page else 1
        for text in visible_text(paragraph).split("\t"):
            if len(regex.findall(r"\p{L}+", text)) >= least_words:
                yield text.strip()
