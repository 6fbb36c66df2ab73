"""What a spreadsheet of OpenDocument gives: each row with its heads, and dates as dates."""

from io import BytesIO
from pathlib import Path

import pytest

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.parsers.ods import parse_ods
from tests.ingest.documents import write_parts
from tests.ingest.packages import odf


def read(folder: Path, *tables: str, styles: str = "") -> Extract:
    write_parts(folder / "a.ods", odf("spreadsheet", "".join(tables), styles))
    (extract,) = parse_ods(BytesIO((folder / "a.ods").read_bytes()))
    return extract


def table(name: str, *rows: str, style: str = "") -> str:
    written = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}" table:style-name="{style}">{written}</table:table>'


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


HEADS = cell("Town") + cell("Date") + cell("Fine") + cell("Share")
FINES = (
    cell("Arnel")
    + cell("01.01.24", 'office:value-type="date" office:date-value="2024-01-01T00:00:00"')
    + cell("1.250,50", 'office:value-type="float" office:value="1250.5"')
    + cell("12,5 %", 'office:value-type="percentage" office:value="0.125"')
)
FAR = '<table:table-cell table:number-columns-repeated="16000"/>'


def test_each_row_has_its_heads(tmp_path: Path) -> None:
    assert read(tmp_path, table("Fines", HEADS + FAR, FINES + FAR)).text == (
        "Fines\n\nTown: Arnel | Date: 2024-01-01 | Fine: 1250.5 | Share: 12,5 %"
    )


def test_merged_cells_are_filled(tmp_path: Path) -> None:
    covered = "<table:covered-table-cell/>"
    rows = [
        cell("Region") + cell("2023", 'table:number-columns-spanned="2"') + covered,
        cell("") + cell("Calls") + cell("Injured"),
        cell("North", 'table:number-rows-spanned="2"') + cell("321") + cell("3"),
        covered + cell("519") + cell("4"),
    ]
    assert read(tmp_path, table("Tabelle1", *rows)).text == (
        "Region: North | 2023 Calls: 321 | 2023 Injured: 3\n"
        "Region: North | 2023 Calls: 519 | 2023 Injured: 4"
    )


def test_repeated_rows_are_there_and_empty_ones_part_tables(tmp_path: Path) -> None:
    written = table("Sheet1", "@", cell("b") + cell("c"), cell("d")).replace(
        "<table:table-row>@", f'<table:table-row table:number-rows-repeated="2">{cell("a")}'
    )
    empty = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/>'
    written = written.replace("</table:table>", f"{empty}</table:table-row></table:table>")
    assert read(tmp_path, written).text == "a\n\na\n\nb | c\nd"


def test_a_cell_that_is_repeated_without_end_is_named(tmp_path: Path) -> None:
    many = 'table:number-columns-repeated="16384"'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell("a", many)}'
    rows = f"{row}</table:table-row>" * 1000
    with pytest.raises(UnreadableSource, match="more than 4,000,000 cells"):
        read(tmp_path, f"<table:table>{rows}</table:table>")


def test_hidden_sheets_are_left_out(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="ta2"><style:table-properties table:display="false"/>'
        "</style:style>"
    )
    tables = table("Fines", cell("One.")), table("Codes", cell("Two."), style="ta2")
    assert read(tmp_path, *tables, styles=styles).text == "Fines\n\nOne."
