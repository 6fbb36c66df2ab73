"""Parses web pages: the main text, extracted by trafilatura, and metadata in the page."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import regex

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.metadata.head import named_fields
from ingest.mojibake import repaired
from ingest.parsers.encoding import decode, decode_as
from ingest.parsers.html_text import text_of_tree
from ingest.parsers.limits import read_limited

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = regex.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]+)", regex.IGNORECASE)
_XML_DECLARATION = regex.compile(r"\A\s*<\?xml[^>]*\?>")
_DATE_METAS = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.issued",
    "citation_publication_date",
    "citation_date",
    "pubdate",
    "publish-date",
    "parsely-pub-date",
    "sailthru.date",
)


def parse_html(stream: BinaryIO) -> Iterator[Extract]:
    """The article in a page; its date is that in meta tags, JSON-LD or `<time>`.

    Raises:
        UnreadableSource: if the page contains no text.
    """
    from trafilatura import bare_extraction

    tree = _parse(read_limited(stream))
    date = _stated_date(tree)
    language = (tree.get("lang") or tree.get("xml:lang") or "").partition("-")[0].lower()
    found: Any = bare_extraction(tree, with_metadata=True, include_comments=False)
    # trafilatura finds no article in a short page; then all text of the page is taken.
    text = regex.sub(r"\n(?!- )", "\n\n", (found and found.text) or "") or text_of_tree(tree)
    if not text.strip():
        raise UnreadableSource("the page holds no text; it may need a browser to fill it")
    yield Extract(
        text,
        title=found.title if found else tree.findtext(".//title"),
        date=date,
        language=language or None,
        author=found.author if found else None,
        url=found.url if found else None,
    )


def _parse(page: bytes) -> "HtmlElement":
    from lxml import etree
    from lxml.html import document_fromstring

    stated = _CHARSET.search(page[:4096])
    html = decode_as(stated[1].decode(), page) if stated else decode(page)
    try:
        # Later, controls that are halves of letters would be gone.
        return document_fromstring(_XML_DECLARATION.sub("", repaired(html)))
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableSource("it holds no HTML") from error


def _stated_date(tree: "HtmlElement") -> str | None:
    """The publication date that the page states; None if it states none. No date is guessed."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        metas.setdefault(name.lower(), meta.get("content") or "")
    for name in _DATE_METAS:
        if metas.get(name):
            return metas[name]
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "") and (date := _json_date(script.text or "")):
            return date
    for time in tree.iter("time"):
        if stated := time.get("datetime") or time.text_content():
            return str(stated)
    return None


def _json_date(written: str) -> str | None:
    try:
        value: Any = json.loads(written)
    except (ValueError, RecursionError):
        return None
    nodes = value if isinstance(value, list) else [value]
    for node in nodes:
        if isinstance(node, dict):
            for inner in (node, *(n for n in node.get("@graph", ()) if isinstance(n, dict))):
                if stated := inner.get("datePublished"):
                    return named_fields({"date": stated}).get("date")
    return None
