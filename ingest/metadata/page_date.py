"""The publication date that a web page states of itself."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import regex

from ingest.metadata.dates import parse_date
from ingest.metadata.head import named_fields

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_METAS = (
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
_PAGE_TYPE = regex.compile(r"(?:Article|Posting|Report|Page)$")
_PUBLISHED = (
    ".//*[@itemprop='datePublished' or @property='datePublished'"
    " or @property='schema:datePublished' or self::time[@pubdate]]"
)
_ELSEWHERE = (
    "ancestor::aside or ancestor::nav or ancestor::footer or ancestor::figure"
    " or ancestor::blockquote or ancestor::*[@itemprop='comment']"
)
_BLOCKS = "ancestor::*[self::p or self::div or self::li or self::header or self::section][1]"
_LINE = 120
"""Characters of a line below a heading; a longer paragraph tells of a date, not of its own."""


def stated_date(tree: "HtmlElement") -> str | None:
    """The publication date that a page states of itself; none is guessed from its text."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        if not meta.xpath(_ELSEWHERE):
            name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
            metas.setdefault(name.lower(), meta.get("content") or "")
    # A wiki's page was first published long before most of what it says.
    of_wiki = metas.get("generator", "").startswith("MediaWiki")
    linked = "dateModified" if of_wiki else "datePublished"
    stated = (metas[name] for name in _METAS if metas.get(name))
    return next(stated, None) or _linked_date(tree, linked) or _shown_date(tree)


def _linked_date(tree: "HtmlElement", name: str) -> str | None:
    """A date in JSON-LD of the page or its article, not of a video or a comment."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            for node in _linked_nodes(script.text or ""):
                kinds = node.get("@type", "Page")
                kinds = kinds if isinstance(kinds, list) else [kinds]
                if node.get(name) and any(_PAGE_TYPE.search(str(kind)) for kind in kinds):
                    return named_fields({"date": node[name]}).get("date")
    return None


def _linked_nodes(written: str) -> Iterator[dict[str, Any]]:
    try:
        value: Any = json.loads(written)
    except (ValueError, RecursionError):
        return
    for node in value if isinstance(value, list) else [value]:
        if isinstance(node, dict):
            yield node
            graph = node.get("@graph")
            yield from (n for n in graph if isinstance(n, dict)) if isinstance(graph, list) else ()


def _shown_date(tree: "HtmlElement") -> str | None:
    """The date that the article itself shows as that of its publication."""
    for place in _article_places(tree):
        for element in place.xpath(_PUBLISHED):
            if not _is_elsewhere(element, place) and (date := _written_date(element)):
                return date
    for place in _article_places(tree):
        for time in place.iter("time"):
            if (
                not _is_elsewhere(time, place)
                and _is_apart(time, place)
                and (date := _earliest_beside(time))
            ):
                return date
    return None


def _article_places(tree: "HtmlElement") -> list["HtmlElement"]:
    """Where a page may show the date of its article, the most likely first."""
    headings = tree.xpath("//h1[not(ancestor::aside or ancestor::nav or ancestor::footer)]")
    places = tree.xpath("//article[.//h1]")
    articles = tree.xpath("//article[not(ancestor::aside or ancestor::article)]")
    places += articles if len(articles) == 1 else []
    if len(headings) == 1:
        following = "following-sibling::*[1][not(self::article or .//article)]"
        places += headings[0].xpath(f"parent::*[not(self::body)] | {following}")
        places += tree.xpath("//main[.//h1]")
    return list(dict.fromkeys(places))


def _is_elsewhere(element: "HtmlElement", place: "HtmlElement") -> bool:
    """Whether an element is in the margin, or in a comment or another article within the place."""
    inner = next(element.iterancestors("article"), place)
    return inner not in (place, *place.iterancestors()) or bool(element.xpath(_ELSEWHERE))


def _is_apart(time: "HtmlElement", place: "HtmlElement") -> bool:
    """Whether a time is no part of a sentence, and not that of a correction."""
    if time.get("itemprop") == "dateModified":
        return False
    block = next(iter(time.xpath(_BLOCKS)), place)
    if block.tag in ("div", "section") and block.xpath(".//p[not(.//time)]"):
        return time.getparent() is block  # a line of its own between paragraphs
    return len(" ".join(block.text_content().split())) <= _LINE


def _earliest_beside(time: "HtmlElement") -> str | None:
    """The earliest date on the line of a time: the others are those of corrections."""
    line = [time, *time.itersiblings("time")]
    dates = [date for date in map(_written_date, line) if date]
    return min(dates, default=None)


def _written_date(element: "HtmlElement") -> str | None:
    return parse_date(element.get("datetime") or element.get("content") or element.text_content())
