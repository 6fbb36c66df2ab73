"""Text of a Word document: its blocks in order, and what stands around them."""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

import regex

from ingest.parsers.docx_lists import ListMarks
from ingest.parsers.docx_margins import header_texts, notes_of
from ingest.parsers.docx_runs import Element, attribute, shown, visible_text
from ingest.parsers.packages import local_name
from ingest.parsers.stated_numbers import whole_number
from ingest.parsers.tables import table_lines

if TYPE_CHECKING:
    from docx.document import Document

_WRAPPERS = {"ins", "moveTo", "customXml", "sdt", "sdtContent", "smartTag"}
_PROSE = 200
"""Characters of a paragraph that is not in a cell of a table but in a column of text."""
_BULLETS = regex.compile(r"[\s•◦▪●○■‣\uf020-\uf0ff]*")
"""A paragraph of which nothing is seen but a bullet, if that."""
_MOST_COLUMNS = 100
"""Columns that a cell may span; Word has 63, and hostile documents say millions."""


def text_of_document(document: "Document") -> str:
    """The blocks of a document, then what its page headers and footers say."""
    blocks = list(_Blocks(document).of(document.element.body))
    blocks += [text for text in header_texts(document) if text not in blocks]
    return "\n\n".join(blocks)


class _Blocks:
    """Turns elements into blocks: paragraphs, lists, tables, and what belongs to them."""

    def __init__(self, document: "Document") -> None:
        self._marks = ListMarks(document)
        self._notes = notes_of(document)

    def of(self, parent: Element, later: list[str] | None = None) -> Iterator[str]:
        """The blocks in an element that are not empty.

        Text boxes and notes follow their paragraph, or are added to `later` where that is given.
        """
        pieces = self._pieces(parent, later)
        for is_item, group in groupby(pieces, key=lambda piece: piece[0]):
            blocks = [block for _, block in group]
            yield from ["\n".join(blocks)] if is_item else blocks

    def _pieces(self, parent: Element, later: list[str] | None) -> Iterator[tuple[bool, str]]:
        """Blocks, each with whether it is an item of a list."""
        for child, text in _paragraphs_and_tables(parent):
            asides: list[str] = []
            if local_name(child) == "tbl":
                yield from ((False, block) for block in self._table(child, asides))
            else:
                is_empty = _BULLETS.fullmatch(text) is not None
                mark = "" if is_empty else self._marks.of(child)
                if not is_empty:
                    yield bool(mark), mark + text.strip() if mark else text
                asides.extend(self._asides(child))
            if later is None:
                yield from ((False, aside) for aside in asides)
            else:
                later.extend(asides)

    def _asides(self, paragraph: Element) -> Iterator[str]:
        """What is in the text boxes of a paragraph and in the notes to which it refers."""
        for node in shown(paragraph):
            if local_name(node) == "txbxContent":
                yield from self.of(node)
            elif note := self._notes.pop((local_name(node), attribute(node, "id")), None):
                yield note

    def _table(self, table: Element, later: list[str]) -> Iterator[str]:
        """A block of the rows, a line each; rows that only arrange text give its blocks."""
        rows: list[list[str]] = []
        is_headed = table.find("{*}tr/{*}trPr/{*}tblHeader") is not None
        for row in _children(table, "tr"):
            if row.find("{*}trPr/{*}del") is not None:
                continue
            cells = list(_children(row, "tc"))
            texts = [self._cell(cell, later) for cell in cells]
            if not _arranges_text(cells, texts):
                rows.append(_columns(cells, texts))
                continue
            yield from _rows_block(rows, is_headed)
            rows = []
            yield from (block for blocks in texts for block in blocks)
        yield from _rows_block(rows, is_headed)

    def _cell(self, cell: Element, later: list[str]) -> list[str]:
        """The blocks of a cell; none if it is deleted or goes on from the row above."""
        merged = cell.find("{*}tcPr/{*}vMerge")
        goes_on = merged is not None and attribute(merged, "val") != "restart"
        if goes_on or cell.find("{*}tcPr/{*}cellDel") is not None:
            return []
        return list(self.of(cell, later))


def _paragraphs_and_tables(parent: Element) -> Iterator[tuple[Element, str]]:
    """Each with its text; a paragraph whose mark is deleted goes on in the next one."""
    begun = ""
    for child in _children(parent, "p", "tbl"):
        if local_name(child) == "tbl":
            yield child, ""
            continue
        begun += visible_text(child)
        if child.find("{*}pPr/{*}rPr/{*}del") is None:
            yield child, begun
            begun = ""
    if begun:
        yield child, begun


def _children(parent: Element, *names: str) -> Iterator[Element]:
    """Children of some names, also where a wrapper is around them; no table of contents."""
    for child in parent:
        name = local_name(child)
        if name in names:
            yield child
        elif name in _WRAPPERS and not _is_contents(child):
            yield from _children(child, *names)


def _is_contents(wrapper: Element) -> bool:
    gallery = wrapper.find("{*}sdtPr/{*}docPartObj/{*}docPartGallery")
    return gallery is not None and attribute(gallery, "val") == "Table of Contents"


def _arranges_text(cells: list[Element], texts: list[list[str]]) -> bool:
    """Whether a row is no row of a table but text in columns or in a frame."""
    if any(cell.find("{*}tbl") is not None for cell in cells):
        return True
    several = [blocks for blocks in texts if len(blocks) > 1]
    filled = sum(map(bool, texts))
    return any(filled == 1 or max(map(len, blocks)) > _PROSE for blocks in several)


def _rows_block(rows: list[list[str]], is_headed: bool) -> Iterator[str]:
    if lines := table_lines(rows, is_headed):
        yield "\n".join(lines)


def _columns(cells: list[Element], texts: list[list[str]]) -> list[str]:
    """The text of each column of a row; empty ones hold the place of what is merged."""
    columns: list[str] = []
    for cell, blocks in zip(cells, texts, strict=True):
        columns.append(" ".join(" ".join(blocks).split()))
        span = cell.find("{*}tcPr/{*}gridSpan")
        stated = None if span is None else attribute(span, "val")
        columns += [""] * (whole_number(stated, 1, 1, _MOST_COLUMNS) - 1)
    return columns
