"""Text of OpenDocument elements: paragraphs, lists, tables, text boxes and notes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.parsers.docx_lists import in_letters, roman
from ingest.parsers.packages import local_attribute, local_name
from ingest.parsers.stated_numbers import whole_number
from ingest.parsers.tables import table_lines

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTAINERS = {
    *("section", "index-body", "bibliography", "frame", "text-box", "custom-shape", "rect"),
    *("ellipse", "circle", "polygon", "path", "line", "connector", "caption", "g", "a", "notes"),
}
_BOXES = {"frame", "custom-shape", "rect", "ellipse", "circle", "polygon", "path", "g"}
_NOT_SHOWN = {"annotation", "note", "ruby-text", "hidden-text", *_BOXES}
_BULLET = "- "
_CELLS = ("{*}table-cell", "{*}covered-table-cell")
_MOST_SPACES = 8
_MOST_ITEMS = 2**31 - 1
# What stands on every slide, and what only asks for words.
_NOT_OF_SLIDE = {"header", "footer", "date-time", "page-number", "page"}


def visible_text(element: "_Element") -> str:
    """The text of a paragraph, without that of its notes, comments and text boxes."""
    parts = [element.text or ""]
    for child in element:
        name = local_name(child)
        if name == "s":
            parts.append(" " * whole_number(local_attribute(child, "c"), 1, 0, _MOST_SPACES))
        elif name == "tab":
            parts.append("\t")
        elif name == "line-break":
            parts.append("\n")
        elif name and name not in _NOT_SHOWN:
            parts.append(visible_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


class OdfText:
    """Turns elements into blocks, and counts the items of numbered lists."""

    def __init__(self, *roots: "_Element") -> None:
        """Take the styles of lists from the parts of which these are the roots."""
        self._levels = {
            (local_attribute(style, "name"), local_attribute(level, "level")): level
            for root in roots
            for style in root.iter("{*}list-style")
            for level in style
            if local_name(level)
        }
        self._counts: dict[str | None, int] = {}

    def blocks(self, parent: "_Element") -> Iterator[str]:
        """The blocks in an element that are not empty; notes and boxes follow their paragraph."""
        for child in parent:
            name = local_name(child)
            if name in ("p", "h"):
                if text := visible_text(child).strip():
                    yield text
                yield from self._asides(child)
            elif name == "list":
                asides: list[str] = []
                if items := list(self._items(child, asides)):
                    yield "\n".join(items)
                yield from asides
            elif name == "table":
                yield from self._table(child)
            elif name in _CONTAINERS and _is_of_document(child):
                yield from self.blocks(child)

    def _asides(self, paragraph: "_Element") -> Iterator[str]:
        """What is in the notes and text boxes of a paragraph."""
        for child in paragraph:
            name = local_name(child)
            if name == "note":
                for body in child.iterchildren("{*}note-body"):
                    yield " ".join(self.blocks(body))
            elif name in _BOXES:
                yield from self.blocks(child)
            elif name != "annotation":
                yield from self._asides(child)

    def _items(
        self, element: "_Element", later: list[str], style: str | None = None, level: int = 1
    ) -> Iterator[str]:
        """The items of a list, a line each, with their bullets or numbers.

        Their notes and text boxes are added to `later`.
        """
        style = local_attribute(element, "style-name") or style
        goes_on = local_attribute(element, "continue-numbering") == "true"
        count = self._counts.get(style, 0) if goes_on else 0
        for item in element.iterchildren("{*}list-item", "{*}list-header"):
            is_item = local_name(item) == "list-item"
            stated = local_attribute(item, "start-value")
            count = whole_number(stated, count + 1, 0, _MOST_ITEMS) if is_item else count
            mark = self._mark(style, level, count) if is_item else ""
            for child in item:
                if local_name(child) == "list":
                    yield from self._items(child, later, style, level + 1)
                    continue
                if text := visible_text(child).strip():
                    yield mark + text
                    mark = ""
                later.extend(self._asides(child))
        self._counts[style] = count

    def _mark(self, style: str | None, level: int, count: int) -> str:
        form = self._levels.get((style, str(level)))
        if form is None or local_name(form) != "list-level-style-number":
            return _BULLET
        written = local_attribute(form, "num-format")
        if not written:
            return ""
        start = whole_number(local_attribute(form, "start-value"), 1, 0, _MOST_ITEMS)
        number = _number(count + start - 1, written)
        prefix, suffix = (local_attribute(form, f"num-{end}") or "" for end in ("prefix", "suffix"))
        return f"{prefix}{number}{suffix} "

    def _table(self, table: "_Element") -> Iterator[str]:
        """A block of the rows, a line each; a cell that is alone with its text gives its blocks."""
        rows: list[list[str]] = []
        is_headed = table.find("{*}table-header-rows") is not None
        for row in table.iter("{*}table-row"):
            if next(row.iterancestors("{*}table")) is not table:
                continue
            cells = self._cells(row)
            filled = [cell for cell in cells if cell]
            if len(filled) == 1 and len(filled[0]) > 1:
                if rows:
                    yield "\n".join(table_lines(rows, is_headed))
                rows = []
                yield from filled[0]
            elif filled:
                rows.append([" ".join(" ".join(cell).split()) for cell in cells])
        if rows:
            yield "\n".join(table_lines(rows, is_headed))

    def _cells(self, row: "_Element") -> list[list[str]]:
        """The blocks of each cell, up to the last that is not empty."""
        cells = [list(self.blocks(cell)) for cell in row.iterchildren(*_CELLS)]
        while cells and not cells[-1]:
            cells.pop()
        return cells


def _is_of_document(element: "_Element") -> bool:
    """Whether an element is no placeholder, nor what stands on every slide."""
    is_placeholder = local_attribute(element, "placeholder") == "true"
    return not is_placeholder and local_attribute(element, "class") not in _NOT_OF_SLIDE


def _number(count: int, form: str) -> str:
    if form in "aA":
        return in_letters(count).upper() if form == "A" else in_letters(count)
    if form in "iI":
        return roman(count).upper() if form == "I" else roman(count)
    return str(count)
