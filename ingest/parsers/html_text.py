"""Plain text of an HTML tree, with a line or a paragraph for each block element."""

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from lxml.html import HtmlElement

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
_LINES = {"br", "li", "tr", "dt", "dd"}
_PARAGRAPHS = {
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
}


def text_of_html(html: str) -> str:
    """All text of an HTML fragment or page, without markup; empty if it cannot be parsed."""
    from lxml import etree
    from lxml.html import fromstring

    try:
        return text_of_tree(fromstring(f"<div>{html}</div>"))
    except (etree.LxmlError, ValueError):
        return ""


def text_of_tree(root: "HtmlElement") -> str:
    """Text of an element and its descendants: one line per item, one paragraph per block."""
    parts: list[str] = []
    # An explicit stack: hostile pages nest deeper than Python's recursion limit.
    stack: list[HtmlElement | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        tag = node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else None
        silent = tag is None or tag in _SILENT
        gap = "\n\n" if tag in _PARAGRAPHS else "\n" if tag in _LINES else ""
        if node is not root and node.tail:
            stack.append(_one_line(node.tail))
        stack.append(gap)
        if silent:
            continue
        stack.extend(reversed(node))
        stack.append(_one_line(node.text or ""))
        stack.append(gap)
    text: str = regex.sub(r" *\n *", "\n", "".join(parts))
    return text.strip()


def _one_line(text: str) -> str:
    line: str = regex.sub(r"\s+", " ", text)
    return line
