"""Parses Excel workbooks (XLSX).

Implemented here, as of the usual libraries openpyxl refuses workbooks with incomplete styles, which
some programs write, and python-calamine gives a share that is shown as 12.5% as 0.125. Uses the
sheets, shared strings, styles and merged cells of SpreadsheetML (ECMA-376, part 1, section 18).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO
from zipfile import ZipFile

import regex

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.parsers.cells import Place, rows_of_cells
from ingest.parsers.limits import MAX_TEXT_BYTES
from ingest.parsers.packages import local_attribute, open_package, parse_part, relations
from ingest.parsers.properties import office_properties
from ingest.parsers.sheets import extract_of_sheets
from ingest.parsers.stated_numbers import whole_number
from ingest.parsers.tables import EMPTY, Cell, Row
from ingest.parsers.xlsx_formats import built_in_format, shown

if TYPE_CHECKING:
    from lxml.etree import _Element

_WORKBOOK = "xl/workbook.xml"
_PLACE = regex.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_MOST_COLUMNS = 16_384
_MOST_ROWS = 2**20
_MOST_STYLES = 2**20


def parse_xlsx(stream: BinaryIO) -> Iterator[Extract]:
    """The article in a workbook: the sheets that are not hidden, a line for each row.

    Formulas give what they gave when the workbook was saved.

    Raises:
        UnreadableSource: if it is damaged or too long.
    """
    with open_package(stream, "workbook") as package:
        properties = office_properties(package)
        yield extract_of_sheets(_Workbook(package).sheets(), properties)


class _Workbook:
    """The parts that all sheets of a workbook share."""

    def __init__(self, package: ZipFile) -> None:
        sheets = [p for p in package.infolist() if p.filename.startswith("xl/worksheets/")]
        if sum(sheet.file_size for sheet in sheets) > MAX_TEXT_BYTES:
            limit = MAX_TEXT_BYTES // 2**20
            raise UnreadableSource(f"its sheets are longer than {limit} MB of XML; split it up")
        self._package = package
        self._root = parse_part(package, _WORKBOOK)
        names = set(package.namelist())
        # Some programs write the first of these with a capital letter.
        strings = next((n for n in names if n.lower() == "xl/sharedstrings.xml"), "")
        styles = "xl/styles.xml"
        self._strings = list(map(_words, parse_part(package, strings))) if strings else []
        self._formats = _formats(parse_part(package, styles)) if styles in names else []
        date_system = self._root.find("{*}workbookPr")
        self._from_1904 = date_system is not None and date_system.get("date1904") in ("1", "true")

    def sheets(self) -> Iterator[tuple[str, Iterator[Row]]]:
        """The name and the rows of each sheet that is not hidden."""
        targets = relations(self._package, _WORKBOOK)
        seen: set[str] = set()
        for number, sheet in enumerate(self._root.iterfind("{*}sheets/{*}sheet"), start=1):
            path = targets.get(local_attribute(sheet, "id") or "", "")
            if path.startswith("xl/chartsheets/") or sheet.get("state", "visible") != "visible":
                continue
            path = path or f"xl/worksheets/sheet{number}.xml"
            if path in seen:
                continue
            seen.add(path)
            root = parse_part(self._package, path)
            yield sheet.get("name", ""), rows_of_cells(self._cells(root), _merged(root))

    def _cells(self, root: "_Element") -> dict[Place, Cell]:
        cells = {}
        row = 0
        for element in root.iterfind("{*}sheetData/{*}row"):
            stated = whole_number(element.get("r"), 0, 0, _MOST_ROWS + 1)
            row, column = stated if 0 < stated <= _MOST_ROWS else row + 1, 0
            for each in element.iterchildren("{*}c"):
                place = _PLACE.fullmatch(each.get("r", ""))
                column = _column(place[1]) if place else column + 1
                if (cell := self._cell(each)).text and column <= _MOST_COLUMNS:
                    cells[row, column] = cell
        return cells

    def _cell(self, element: "_Element") -> Cell:
        """A cell as it is shown; one with the sign of an error, such as `#N/A`, shows nothing."""
        kind, value = element.get("t", "n"), element.findtext("{*}v") or ""
        style = _index(element.get("s"))
        number_format, is_bold = self._formats[style] if style < len(self._formats) else ("", False)
        if kind == "n":
            try:
                text = shown(float(value), number_format, self._from_1904)
            except ValueError:
                return EMPTY
            return Cell(text, False, is_bold)
        if kind == "s":
            place = whole_number(value, -1, -1, len(self._strings))
            value = self._strings[place] if 0 <= place < len(self._strings) else ""
        elif kind == "inlineStr":
            value = _words(element)
        elif kind == "b":
            value = "TRUE" if value == "1" else "FALSE"
        elif kind == "d":
            value = value.removesuffix("T00:00:00").replace("T", " ")
        elif kind == "e":
            value = ""
        return Cell(" ".join(value.split()), kind != "d", is_bold)


def _words(element: "_Element") -> str:
    """The text of a string, whose parts may differ in style, without how it is pronounced."""
    parts = element.iterfind(".//{*}t")
    return "".join(p.text or "" for p in parts if not p.getparent().tag.endswith("}rPh"))


def _formats(styles: "_Element") -> list[tuple[str, bool]]:
    """For each style of a cell its number format, and whether it is bold."""
    codes = {
        _index(each.get("numFmtId")): each.get("formatCode", "")
        for each in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    bold = [_is_bold(font) for font in styles.iterfind("{*}fonts/{*}font")]
    found = []
    for style in styles.iterfind("{*}cellXfs/{*}xf"):
        number, font = _index(style.get("numFmtId")), _index(style.get("fontId"))
        found.append(
            (codes.get(number) or built_in_format(number), bold[font : font + 1] == [True])
        )
    return found


def _index(written: str | None) -> int:
    return whole_number(written, 0, 0, _MOST_STYLES)


def _is_bold(font: "_Element") -> bool:
    mark = font.find("{*}b")
    return mark is not None and mark.get("val") not in ("0", "false")


def _merged(root: "_Element") -> Iterator[tuple[Place, Place]]:
    """The first and the last place that each merged cell covers."""
    for element in root.iter("{*}mergeCell"):
        corners = _PLACE.findall(element.get("ref", ""))
        if len(corners) == 2:
            yield _place(*corners[0]), _place(*corners[1])


def _place(letters: str, row: str) -> Place:
    return int(row), _column(letters)


def _column(letters: str) -> int:
    """The number of a column: 1 for `A`, 27 for `AA`."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
