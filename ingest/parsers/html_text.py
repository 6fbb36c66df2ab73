"""Plain text of an HTML tree, with a line or a paragraph for each block element."""

from itertools import takewhile
from typing import TYPE_CHECKING

import regex

from ingest.errors import UnreadableSource
from ingest.parsers.stated_numbers import whole_number
from ingest.parsers.tables import table_lines

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_XML_DECLARATION = regex.compile(r"\A\s*<\?xml[^>]*\?>")
_SILENT = {
    "script",
    "style",
    "template",
    "noscript",
    "svg",
    "math",
    "head",
    "iframe",
    "object",
    "form",
    "nav",
}
_ITEMS = {"li", "item"}
_LISTS = {"ul", "ol", "dl", "list"}
_CODE = {"pre", "code"}
_TERMS = {"dt", "dd"}
_CELLS = {"td", "th", "cell"}
_LINES = {"tr", "row", "dt", "dd", *_ITEMS}
_MOST_COLUMNS = 100
"""Columns that a cell may span; hostile pages say millions."""
_MOST_ITEMS = 2**31 - 1
_MARKED = "\0"  # after the mark of an item; HTML cannot hold it
_LINE_END = "\v"  # at both ends of a line; `_one_line` leaves none in a text
_PARAGRAPHS = {
    "br",
    "lb",
    "p",
    "div",
    "section",
    "article",
    "blockquote",
    "pre",
    "table",
    "ul",
    "ol",
    "dl",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "figure",
    "figcaption",
    "hr",
    "main",
    "header",
    "footer",
    "aside",
    "body",
    "list",
    "quote",
}


def text_of_html(html: str) -> str:
    """All text of an HTML fragment or page, without markup; empty if it cannot be parsed."""
    from lxml import etree
    from lxml.html import fromstring

    try:
        return text_of_tree(fromstring(f"<div>{html}</div>"))
    except (etree.LxmlError, ValueError):
        return ""


def tree_of(html: str) -> "HtmlElement":
    """The parsed tree of a page.

    Raises:
        UnreadableSource: if it holds no element.
    """
    from lxml import etree
    from lxml.html import document_fromstring

    try:
        return document_fromstring(_XML_DECLARATION.sub("", html))
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableSource("it holds no HTML") from error


def text_of_tree(root: "HtmlElement") -> str:
    """Text of an element and its descendants: a line per item and row, a paragraph per block.

    The elements are those of HTML, or those that trafilatura makes of them.
    """
    parts: list[str] = []
    numbers: dict[HtmlElement, int] = {}
    # An explicit stack: hostile pages nest deeper than Python's recursion limit.
    stack: list[HtmlElement | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        tag = _tag(node)
        if node is not root and node.tail:
            stack.append(_one_line(node.tail))
        gap = _gap(node, tag)
        stack.append(gap)
        if tag in _SILENT:
            continue
        if lines := _lines(node, tag):
            stack.append("\n".join(lines))
        else:
            stack.extend(reversed(node))
            stack.append(_one_line(node.text or ""))
            stack.append(_mark(node, numbers) if tag in _ITEMS else "")
        stack.append(gap)
    # What follows a mark of a list is on its line, also where it is a paragraph of its own.
    text = regex.sub(rf"{_MARKED}\s*", "", "".join(parts))
    return str(regex.sub(r"\s*[\n\v]\s*", _line_break, text).strip())


def _line_break(gap: "regex.Match[str]") -> str:
    return "\n\n" if "\n\n" in gap[0] else "\n"


def _gap(node: "HtmlElement", tag: str) -> str:
    """What parts an element from its neighbours."""
    parent = node.getparent()
    if tag in _LISTS and parent is not None and _tag(parent) in _ITEMS:
        return _LINE_END  # a list within a list
    return "\n\n" if tag in _PARAGRAPHS else _LINE_END if tag in _LINES else ""


def _lines(node: "HtmlElement", tag: str) -> list[str]:
    """The lines of a table or of code; empty for other elements."""
    if tag == "table":
        return _rows(node)
    if tag in _CODE and "\n" in (code := "".join(node.itertext()).strip()):
        return ["", *filter(str.strip, code.splitlines()), ""]
    return []


def _tag(node: "HtmlElement") -> str:
    """The name of an element; that of a comment is `head`, which is silent as well."""
    return node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else "head"


def _mark(item: "HtmlElement", numbers: "dict[HtmlElement, int]") -> str:
    """The bullet or the number of an item, counted in `numbers`; nothing for an empty item."""
    parent = item.getparent()
    if parent is None or not any(text.strip() for text in item.itertext()):
        return ""
    if (item.get("rend") or "")[:2] in _TERMS:
        return ""
    if _tag(parent) != "ol" and parent.get("rend") != "ol":
        return f"- {_MARKED}"
    start = whole_number(parent.get("start"), 1, 0, _MOST_ITEMS)
    numbers[parent] = numbers.get(parent, start - 1) + 1
    return f"{numbers[parent]}. {_MARKED}"


def _rows(table: "HtmlElement") -> list[str]:
    """The rows of a table; none if it only arranges what is on a page."""
    if next(table.iterdescendants("{*}table"), None) is not None:
        return []
    rows = [[c for c in row if _tag(c) in _CELLS] for row in table.iter("{*}tr", "{*}row")]
    if not any(len(cells) > 1 for cells in rows):
        return []
    heads = list(takewhile(_are_heads, rows))
    texts = [_texts(row, repeat=at < len(heads)) for at, row in enumerate(rows)]
    if len({len(row) for row in texts if len(row) > 1}) == 1:
        above = [
            " ".join(dict.fromkeys(column)) for column in zip(*texts[: len(heads)], strict=True)
        ]
        lines = table_lines([above, *texts[len(heads) :]], is_headed=bool(heads))
    else:  # cells are merged over rows, so that columns cannot be told
        lines = [" | ".join(row).rstrip(" |") for row in texts if any(row)]
    caption = table.find("{*}caption")
    title = [] if caption is None else [_one_line(text_of_tree(caption))]
    return [*filter(None, title), *lines]


def _are_heads(cells: "list[HtmlElement]") -> bool:
    """Whether all cells of a row, the first aside, are marked as heads."""
    marked = [_tag(cell) == "th" or cell.get("role") == "head" for cell in cells]
    return len(marked) > 1 and all(marked[1:])


def _texts(cells: "list[HtmlElement]", repeat: bool) -> list[str]:
    """The text of each column of a row; of merged ones it is repeated, or only in the first."""
    texts: list[str] = []
    for cell in cells:
        text = _one_line(text_of_tree(cell))
        span = whole_number(cell.get("colspan"), 1, 1, _MOST_COLUMNS)
        texts += [text, *[text if repeat else ""] * (span - 1)]
    return texts


def _one_line(text: str) -> str:
    line: str = regex.sub(r"\s+", " ", text)
    return line
