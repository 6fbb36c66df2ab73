"""Older workbooks are read as newer ones are."""

from io import BytesIO

import pytest

from ingest.errors import UnreadableSource
from ingest.parsers.xls import parse_xls
from tests.ingest.compound import compound_file
from tests.ingest.excel_records import old_workbook, workbook_file


def read(sheets, *formats, **stated):
    (extract,) = parse_xls(BytesIO(workbook_file(old_workbook(sheets, formats, **stated))))
    return extract


def test_each_row_of_an_older_sheet_has_its_heads():
    rows = [["Town", "Fine", "Paid"], ["Arnel", 1250.5, True], ["Ōsaka 大阪", 980.0, False]]
    assert read({"Sheet1": rows}).text == (
        "Town: Arnel | Fine: 1250.5 | Paid: TRUE\nTown: Ōsaka 大阪 | Fine: 980 | Paid: FALSE"
    )


@pytest.mark.parametrize(("from_1904", "day"), [(False, "2020-01-09"), (True, "2024-01-10")])
def test_a_number_of_an_older_sheet_is_shown_by_its_format(from_1904: bool, day: str):
    rows = [["Day", "Share", "Time"], [(43839.0, 1), (0.125, 2), (43839.75, 3)]]
    formats = ("dd/mm/yyyy", "0.0%", "yyyy-mm-dd hh:mm")
    found = read({"Sheet1": rows}, *formats, from_1904=from_1904).text
    assert found == f"Day: {day} | Share: 12.5% | Time: {day} 18:00"


def test_merged_cells_and_bold_heads_of_an_older_sheet():
    rows = [["Region", "Town"], ["North", "Arnel"], [None, "Belmar"]]
    text = read({"Sheet1": rows}, merged=[(1, 2, 0, 0)], bold_rows=1).text
    assert text == "Region: North | Town: Arnel\nRegion: North | Town: Belmar"


def test_hidden_older_sheets_are_left_out():
    sheets = {"Fines": [["One."]], "Codes": [["Secret."]], "Rest": [["Two."]]}
    assert read(sheets, hidden=["Codes"]).text == "Fines\n\nOne.\n\nRest\n\nTwo."


def test_an_older_workbook_states_title_author_and_day():
    data = workbook_file(old_workbook({"Sheet1": [["One."]]}), "Bußgelder", "Łucja", 1_578_571_200)
    (extract,) = parse_xls(BytesIO(data))
    assert (extract.title, extract.author, extract.date) == ("Bußgelder", "Łucja", "2020-01-09")


def test_an_older_workbook_with_a_password_is_named_so():
    workbook = old_workbook({"Sheet1": [["One."]]})
    first = 4 + int.from_bytes(workbook[2:4], "little")
    locked = workbook[:first] + b"\x2f\x00\x06\x00" + bytes(6) + workbook[first:]
    with pytest.raises(UnreadableSource, match="locked by a password"):
        list(parse_xls(BytesIO(compound_file({"Workbook": locked}))))
