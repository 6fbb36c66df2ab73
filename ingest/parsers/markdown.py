"""Parses Markdown into the words that the rendered page shows."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, BinaryIO

from ingest.extract import Extract
from ingest.metadata.head import split_head
from ingest.parsers.encoding import decode
from ingest.parsers.html_text import text_of_html
from ingest.parsers.limits import read_limited
from ingest.parsers.tables import table_lines

if TYPE_CHECKING:
    from markdown_it.token import Token


def parse_markdown(stream: BinaryIO) -> Iterator[Extract]:
    """The article in a Markdown file, without markup; the first heading is the default title."""
    from markdown_it import MarkdownIt

    extract = split_head(decode(read_limited(stream)).replace("\r\n", "\n"))
    tokens = MarkdownIt("commonmark").enable("table").parse(extract.text)
    title = extract.title or _first_heading(tokens)
    yield replace(extract, text=_plain(tokens), title=title)


def _first_heading(tokens: "list[Token]") -> str | None:
    for token, content in pairwise(tokens):
        if token.type == "heading_open":
            return _inline_text(content)
    return None


def _plain(tokens: "list[Token]") -> str:
    """Plain text of the blocks: an empty line between paragraphs, one line per item and row."""
    parts: list[str] = []
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            rows[-1].append(_inline_text(token))
        elif token.type == "table_close":
            parts.append("\n".join(table_lines(rows, is_headed=True)) + "\n\n")
            rows = []
        elif token.type == "inline":
            parts.append(_inline_text(token))
        elif token.type in ("fence", "code_block"):
            parts.append(f"{token.content.rstrip()}\n\n")
        elif token.type == "html_block":
            parts.append(f"{text_of_html(token.content)}\n\n")
        elif token.type == "list_item_open":
            parts.append(f"{token.info}{token.markup} " if token.info else "- ")
        elif token.type == "list_item_close" or token.hidden:
            parts.append("\n" if token.nesting < 0 else "")
        elif token.block and token.nesting < 0 and not rows:
            parts.append("\n\n")
    return "".join(parts)


def _inline_text(token: "Token") -> str:
    parts = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type in ("text", "code_inline"):
            parts.append(child.content)
    return "".join(parts)
