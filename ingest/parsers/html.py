"""Parses web pages: the main text, extracted by trafilatura, and metadata in the page."""

from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, Any, BinaryIO

import regex

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.metadata.page_date import stated_date
from ingest.mojibake import repaired
from ingest.parsers.encoding import decode, decode_as
from ingest.parsers.html_layout import (
    holds_article,
    keep_times_and_lines,
    mark_article,
    remove_requests,
)
from ingest.parsers.html_text import text_of_tree, tree_of
from ingest.parsers.limits import read_limited

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = regex.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]+)", regex.IGNORECASE)
_LEAST_TEXT = 40
"""Characters of an article; of the 250 that trafilatura asks for, short news has fewer."""
_LEAST_PARAGRAPH = 30
"""Size of a paragraph that some article has; an item of a menu is smaller."""
_LONGEST_NAME = 8
"""Words of an author's name, or of an organisation's."""


def parse_html(stream: BinaryIO) -> Iterator[Extract]:
    """The article in a page, without its navigation and its requests for consent.

    Raises:
        UnreadableSource: if the page contains no text, or none but such a request.
    """
    tree = _parse(read_limited(stream))
    language = (tree.get("lang") or tree.get("xml:lang") or "").partition("-")[0].lower()
    asked = remove_requests(tree)
    if asked and not holds_article(tree, _LEAST_PARAGRAPH):
        raise UnreadableSource(f"the page holds no article but {asked}")
    mark_article(tree)
    date = stated_date(tree)
    found = _extracted(tree)
    # trafilatura finds no article in a short page; then all text of the page is taken.
    text = (found and _text(found.body, tree)) or text_of_tree(tree)
    if not text.strip():
        filled = next(tree.iter("script"), None) is not None
        why = "it may need a browser to fill it" if filled else "it is empty, or all pictures"
        raise UnreadableSource(f"the page holds no text; {why}")
    yield Extract(
        text,
        title=found.title if found else tree.findtext(".//title"),
        date=date,
        language=language or None,
        author=_names(found.author) if found else None,
        url=found.url if found else None,
    )


def _extracted(tree: "HtmlElement") -> Any:
    """What trafilatura takes for the article of a page, with its metadata, if anything."""
    from trafilatura import bare_extraction
    from trafilatura.settings import DEFAULT_CONFIG

    config = deepcopy(DEFAULT_CONFIG)
    # Below this size, trafilatura joins all that it finds into one paragraph.
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = str(_LEAST_TEXT)
    keep_times_and_lines(tree)
    return bare_extraction(tree, with_metadata=True, include_comments=False, config=config)


def _names(found: str | None) -> str:
    """Authors, without what is too long for a name: trafilatura takes text near the word."""
    names = (found or "").split("; ")
    return "; ".join(name for name in names if len(name.split()) <= _LONGEST_NAME)


def _text(body: "HtmlElement", tree: "HtmlElement") -> str:
    """The text of what trafilatura found; of its place, if it has put that into one paragraph."""
    title = " ".join(next((h.text_content() for h in tree.iter("h1")), "").split())
    if len(body) == 1 and " ".join("".join(body.itertext()).split()).startswith(f"{title} "):
        return text_of_tree(next(tree.iter("article", "main"), tree))
    for heading in body.iter("head"):
        heading.tag = "h2"  # trafilatura's name for headings is HTML's for what is not shown
    return text_of_tree(body)


def _parse(page: bytes) -> "HtmlElement":
    stated = _CHARSET.search(page[:4096])
    html = decode_as(stated[1].decode(), page) if stated else decode(page)
    # Later, controls that are halves of letters would be gone.
    return tree_of(repaired(html))
