"""Parses spreadsheets of OpenDocument (ODS)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

import regex

from ingest.extract import Extract
from ingest.parsers.odf import CONTENT, open_odf
from ingest.parsers.packages import local_attribute, parse_part
from ingest.parsers.properties import odf_properties
from ingest.parsers.sheets import extract_of_sheets
from ingest.parsers.stated_numbers import whole_number
from ingest.parsers.tables import EMPTY, Cell, Row

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_COLUMNS = 16_384
_MOST_ROWS = 2**20
_MIDNIGHT = regex.compile(r"T00:00(?::00(?:\.0*)?)?$")


def parse_ods(stream: BinaryIO) -> Iterator[Extract]:
    """The article in a spreadsheet: the sheets that are not hidden, a line for each row.

    Raises:
        UnreadableSource: if it is damaged, too long or locked by a password.
    """
    with open_odf(stream, "spreadsheet") as package:
        stated = odf_properties(package)
        yield extract_of_sheets(_sheets(parse_part(package, CONTENT)), stated)


def _sheets(content: "_Element") -> Iterator[tuple[str, Iterator[Row]]]:
    hidden = {
        local_attribute(style, "name")
        for style in content.iterfind("{*}automatic-styles/{*}style")
        for properties in style.iterfind("{*}table-properties")
        if local_attribute(properties, "display") == "false"
    }
    for table in content.iterfind("{*}body/{*}spreadsheet/{*}table"):
        if local_attribute(table, "style-name") not in hidden:
            yield local_attribute(table, "name") or "", _rows(table)


def _rows(table: "_Element") -> Iterator[Row]:
    """The rows of a sheet; for several empty rows in succession there is one."""
    merged: dict[int, tuple[int, Cell]] = {}
    for element in table.iter("{*}table-row"):
        row = _row(element, merged)
        times = _number(element, "number-rows-repeated")
        for _ in range(times if any(cell.text for cell in row) else 1):
            yield row


def _row(element: "_Element", merged: dict[int, tuple[int, Cell]]) -> list[Cell]:
    """The cells of a row; `merged` has, by column, how often the cell that covers it is to come."""
    row: list[Cell] = []
    column = 0
    for child in element.iterchildren("{*}table-cell", "{*}covered-table-cell"):
        is_covered = child.tag.endswith("}covered-table-cell")
        times = min(_number(child, "number-columns-repeated"), _MOST_COLUMNS - column)
        stated = EMPTY if is_covered else _cell(child)
        if not stated.text and not (is_covered and merged):
            column += times
            continue
        for _ in range(times):
            cell = _covered(column, merged) if is_covered else stated
            if cell.text:
                row += [EMPTY] * (column - len(row))
                row.append(cell)
            if cell.text and not is_covered:
                _merge(child, cell, column, merged)
            column += 1
    return row


def _covered(column: int, merged: dict[int, tuple[int, Cell]]) -> Cell:
    times, cell = merged.pop(column, (0, EMPTY))
    if times > 1:
        merged[column] = (times - 1, cell)
    return cell if times > 0 else EMPTY


def _merge(
    element: "_Element", cell: Cell, column: int, merged: dict[int, tuple[int, Cell]]
) -> None:
    """Note which places a cell covers, at its right and below."""
    rows = _number(element, "number-rows-spanned")
    width = min(_number(element, "number-columns-spanned"), _MOST_COLUMNS)
    merged[column] = (rows - 1, cell)
    for beside in range(column + 1, column + width):
        merged[beside] = (rows, cell._replace(is_repeated=True))


def _cell(element: "_Element") -> Cell:
    """A cell: dates in ISO 8601 and plain numbers in full, all else as it is shown."""
    kind = local_attribute(element, "value-type") or "string"
    paragraphs = (" ".join("".join(p.itertext()).split()) for p in element.iterchildren("{*}p"))
    text = " ".join(filter(None, paragraphs))
    if kind == "date":
        day = _MIDNIGHT.sub("", local_attribute(element, "date-value") or text)
        text = day.replace("T", " ")
    elif kind == "float":
        text = _in_full(local_attribute(element, "value") or "nan", text)
    return Cell(text, kind in ("string", "boolean"))


def _in_full(value: str, shown: str) -> str:
    """A number with all its digits; as it is shown where the document states none."""
    try:
        return f"{float(value):.15g}"
    except ValueError:
        return shown


def _number(element: "_Element", name: str) -> int:
    return whole_number(local_attribute(element, name), 1, 1, _MOST_ROWS)
