"""What a workbook gives: each row with its heads, and values as they are shown."""

from io import BytesIO
from pathlib import Path

import pytest

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.parsers.xlsx import parse_xlsx
from tests.ingest.documents import write_parts
from tests.ingest.packages import Parts, office_properties, sheet, xlsx

HEADS = ["Town", "Date", "Fine"]


def read(folder: Path, parts: Parts) -> Extract:
    write_parts(folder / "a.xlsx", parts)
    (extract,) = parse_xlsx(BytesIO((folder / "a.xlsx").read_bytes()))
    return extract


def text_of(folder: Path, *rows: list, formats: tuple[str, ...] = (), merged: str = "") -> str:
    return read(folder, xlsx({"Sheet1": sheet(*rows, merged=merged)}, formats)).text


def test_each_row_has_its_heads(tmp_path: Path) -> None:
    rows = [HEADS, ["Arnel", (45292, 2), 1250.5], ["Belmar", None, 980]]
    assert text_of(tmp_path, *rows, formats=("dd/mm/yy",)) == (
        "Town: Arnel | Date: 2024-01-01 | Fine: 1250.5\nTown: Belmar | Fine: 980"
    )


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (45292, "mmm-yy", "2024-01"),
        (45292.604166667, "d/m/yyyy h:mm", "2024-01-01 14:30"),
        (0.604166667, "h:mm AM/PM", "14:30"),
        (1.5, "[h]:mm", "36:00"),
        (1, "yyyy-mm-dd", "1900-01-01"),
        (0.125, "0.0%", "12.5%"),
        (1250.5, '#,##0.00 "yards"', "1250.5"),
        (1250.5, "[$kr-41D] #,##0", "1250.5"),
        (0.1 + 0.2, "General", "0.3"),
        (45292, "[Red]General", "45292"),
        (1e12, "0", "1000000000000"),
    ],
)
def test_a_number_is_shown_by_its_format(
    tmp_path: Path, value: float, number_format: str, text: str
) -> None:
    assert text_of(tmp_path, [(value, 2)], formats=(number_format,)) == text


def test_days_may_be_counted_from_1904(tmp_path: Path) -> None:
    rest = '<workbookPr date1904="1"/>'
    parts = xlsx({"Sheet1": sheet([(43830, 2)])}, ("yyyy-mm-dd",), rest)
    assert read(tmp_path, parts).text == "2024-01-01"


def test_years_are_heads_above_other_numbers(tmp_path: Path) -> None:
    assert text_of(tmp_path, ["Town", 2022, 2023], ["Varlet", 225, 321]) == (
        "Town: Varlet | 2022: 225 | 2023: 321"
    )


def test_the_names_of_values_are_no_heads(tmp_path: Path) -> None:
    rows = [["Name", "Ivo Marn"], ["Office", "Harbour"], ["Since", 2019]]
    assert text_of(tmp_path, *rows) == "Name | Ivo Marn\nOffice | Harbour\nSince | 2019"


def test_bold_heads_are_known_above_words(tmp_path: Path) -> None:
    rows = [[("Name", 1), ("Office", 1)], ["Ivo Marn", "Harbour"]]
    assert text_of(tmp_path, *rows) == "Name: Ivo Marn | Office: Harbour"


def test_heads_of_two_levels_and_merged_rows(tmp_path: Path) -> None:
    rows = [
        ["Fire calls", None, None, None],
        ["Region", "Town", "2023", None],
        [None, None, "Calls", "Injured"],
        ["North", "Varlet", 321, 3],
        [None, "Nyvik", 519, 4],
    ]
    assert text_of(tmp_path, *rows, merged="A1:D1 A2:A3 B2:B3 C2:D2 A4:A5") == (
        "Fire calls\n\n"
        "Region: North | Town: Varlet | 2023 Calls: 321 | 2023 Injured: 3\n"
        "Region: North | Town: Nyvik | 2023 Calls: 519 | 2023 Injured: 4"
    )


def test_tables_of_a_sheet_are_apart(tmp_path: Path) -> None:
    rows = [
        ["Roads"],
        HEADS,
        ["Arnel", "May", 3],
        ["Source: the town"],
        [],
        ["Name", "Age"],
        ["Ida", 9],
    ]
    assert text_of(tmp_path, *rows) == (
        "Roads\n\nTown: Arnel | Date: May | Fine: 3\nSource: the town\n\nName: Ida | Age: 9"
    )


def test_a_table_goes_on_after_an_empty_row(tmp_path: Path) -> None:
    rows = [HEADS, ["Arnel", "May", 3], [], ["South"], ["Belmar", "June", 4], [], ["Sum", 7]]
    assert text_of(tmp_path, *rows) == (
        "Town: Arnel | Date: May | Fine: 3\n\nSouth\n\n"
        "Town: Belmar | Date: June | Fine: 4\n\nSum | 7"
    )


def test_sheets_are_headed_by_their_names_and_hidden_ones_left_out(tmp_path: Path) -> None:
    parts = xlsx({"Sheet1": sheet(["One."]), "Fines": sheet(["Two."]), "Codes": sheet(["Three."])})
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        'name="Codes"', 'name="Codes" state="hidden"'
    )
    extract = read(tmp_path, parts)
    assert extract.text == "Sheet1\n\nOne.\n\nFines\n\nTwo."
    assert (extract.title, extract.is_headed) == (None, False)
    assert read(tmp_path, xlsx({"Fines": sheet(["One."])})).title == "Fines"


def test_shared_strings_lose_how_they_are_pronounced(tmp_path: Path) -> None:
    content = (
        '<sheetData><row><c t="s"><v>1</v></c><c t="e"><v>#N/A</v></c>'
        '<c r="B1" t="d"><v>2024-01-01T00:00:00</v></c></row></sheetData>'
    )
    parts = xlsx({"Sheet1": content})
    parts["xl/SharedStrings.xml"] = (
        "<sst xmlns='x'><si><t>no</t></si><si><r><t>東</t></r><r><t>京</t></r>"
        "<rPh><t>トウ</t></rPh></si></sst>"
    )
    assert read(tmp_path, parts).text == "東京 | 2024-01-01"


def test_the_properties_of_a_template_are_none(tmp_path: Path) -> None:
    parts = xlsx({"Sheet1": sheet(["One."])}) | office_properties("", "openpyxl", "1980-01-01")
    extract = read(tmp_path, parts)
    assert (extract.title, extract.author, extract.date) == (None, None, None)


def test_a_far_cell_and_a_vast_merged_one_take_no_memory(tmp_path: Path) -> None:
    far = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576">'
    content = f'{far}<v>2</v></c></row></sheetData><mergeCell ref="A1:XFD1048576"/>'
    assert read(tmp_path, xlsx({"Sheet1": content})).text.startswith("1\n\n")


def test_what_is_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.parsers.sheets.MAX_TEXT_BYTES", 100)
    with pytest.raises(UnreadableSource, match="split it up"):
        text_of(tmp_path, HEADS, *[["Arnel", "May", 3]] * 5)
    monkeypatch.setattr("ingest.parsers.xlsx.MAX_TEXT_BYTES", 100)
    with pytest.raises(UnreadableSource, match="split it up"):
        text_of(tmp_path, HEADS)
