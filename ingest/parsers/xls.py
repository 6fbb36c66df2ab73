"""Parses Excel workbooks of before 2007 (XLS) with xlrd."""

from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING, BinaryIO

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.parsers.cells import rows_of_cells
from ingest.parsers.limits import MAX_DOCUMENT_BYTES, read_limited
from ingest.parsers.properties import compound_properties
from ingest.parsers.sheets import extract_of_sheets
from ingest.parsers.tables import EMPTY, Cell, Row
from ingest.parsers.xlsx_formats import built_in_format, shown

if TYPE_CHECKING:
    from xlrd import Book
    from xlrd.sheet import Cell as StoredCell
    from xlrd.sheet import Sheet

_ADVICE = "open it in Excel or LibreOffice and save it as XLSX"
_BOLD = 600
"""Least weight of a bold font; a usual one has 400."""


def parse_xls(stream: BinaryIO) -> Iterator[Extract]:
    """The article in an older workbook, with what `parse_xlsx` reads of a newer one.

    Raises:
        UnreadableSource: if it is damaged, too long or locked by a password.
    """
    data = read_limited(stream, MAX_DOCUMENT_BYTES)
    with _open(data) as book:
        yield extract_of_sheets(_sheets(book), compound_properties(data))


def _open(data: bytes) -> "Book":
    from xlrd import open_workbook

    try:
        return open_workbook(
            file_contents=data,
            logfile=StringIO(),  # otherwise it prints warnings
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,  # a hostile sheet has one cell in its last row and column
            ignore_workbook_corruption=True,  # of sectors that no sheet needs
        )
    except Exception as error:  # of many kinds, for what is damaged
        if "encrypted" in str(error):
            raise UnreadableSource("it is locked by a password; save it without one") from error
        raise UnreadableSource(f"the old workbook cannot be read ({error}); {_ADVICE}") from error


def _sheets(book: "Book") -> Iterator[tuple[str, Iterator[Row]]]:
    """The name and the rows of each sheet that is not hidden."""
    for number in range(book.nsheets):
        sheet = book.sheet_by_index(number)
        if sheet.visibility == 0:
            yield sheet.name, _rows(book, sheet)
        book.unload_sheet(number)


def _rows(book: "Book", sheet: "Sheet") -> Iterator[Row]:
    cells = {
        (row + 1, column + 1): cell
        for row in range(sheet.nrows)
        for column, stored in enumerate(sheet.row(row))
        if (cell := _cell(book, stored)).text
    }
    # xlrd counts from 0 and gives the places after the last ones.
    merged = [((top + 1, left + 1), (end, last)) for top, end, left, last in sheet.merged_cells]
    yield from rows_of_cells(cells, merged)


def _cell(book: "Book", stored: "StoredCell") -> Cell:
    """A cell as it is shown; one with the sign of an error, such as `#N/A`, shows nothing."""
    import xlrd

    kind, value = stored.ctype, stored.value
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return EMPTY
    style = book.xf_list[stored.xf_index]
    font = book.font_list[style.font_index]
    is_bold = bool(font.bold) or font.weight >= _BOLD
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        number = style.format_key
        code = built_in_format(number) or book.format_map[number].format_str
        return Cell(shown(value, code, book.datemode == 1), False, is_bold)
    text = str(bool(value)).upper() if kind == xlrd.XL_CELL_BOOLEAN else value
    return Cell(" ".join(text.split()), True, is_bold)
