"""Rows of tables name the heads of their values, and only where these are heads."""

import io

from ingest.parsers.html_text import text_of_html
from ingest.parsers.markdown import parse_markdown
from ingest.parsers.tables import table_lines

CALLS = [["Town", "2022", "2023"], ["Varlet", "225", "321"], ["Nyvik", "502", ""]]


def test_words_or_years_above_numbers_are_heads():
    assert table_lines(CALLS) == ["Town: Varlet | 2022: 225 | 2023: 321", "Town: Nyvik | 2022: 502"]
    units = [
        ["Measure", "Where", "Cost"],
        ["Quay", "Belmar", "€ 9 million"],
        ["Lights", "", "20 %"],
    ]
    assert table_lines(units)[1] == "Measure: Lights | Cost: 20 %"


def test_words_above_words_are_no_heads_unless_the_document_says_so():
    people = [["Ida", "mayor", "Belmar"], ["Rolf", "teacher", "Arnel"]]
    assert table_lines(people) == ["Ida | mayor | Belmar", "Rolf | teacher | Arnel"]
    assert table_lines([["Name", "Post"], ["Ida", "mayor"]], is_headed=True) == [
        "Name: Ida | Post: mayor"
    ]


def test_names_of_values_at_the_left_are_no_heads():
    country = [["Capital", "Belmar"], ["People", "12,000"], ["Area", "300 km²"]]
    assert table_lines(country) == ["Capital | Belmar", "People | 12,000", "Area | 300 km²"]


def test_labels_with_their_colons_are_no_heads_though_the_document_says_so():
    lion = [["Kingdom:", "Animals"], ["Order:", "Carnivores"], ["Genus:", "Panthera"]]
    assert table_lines(lion, is_headed=True) == [" | ".join(row) for row in lion]


def test_times_results_and_ages_are_figures_and_one_date_is_no_head():
    stops = [["Stop", "Line 1", "Line 2"], ["Harbour", "6:10", "6:25"], ["Market", "6:18", "–"]]
    assert table_lines(stops)[0] == "Stop: Harbour | Line 1: 6:10 | Line 2: 6:25"
    games = [["Day", "Teams", "Result"], ["5 May", "Varlet and Nyvik", "2–1"]]
    assert table_lines(games) == ["Day: 5 May | Teams: Varlet and Nyvik | Result: 2–1"]
    ages = [["Town", "0–14", "15–64"], ["Varlet", "225", "1128"], ["Nyvik", "502", "2519"]]
    assert table_lines(ages)[0] == "Town: Varlet | 0–14: 225 | 15–64: 1128"
    form = [["Name", "Date", "5 March 2024"], ["Town", "Rooms", "44"], ["Street", "Beds", "3"]]
    assert table_lines(form) == [" | ".join(row) for row in form]
    sums = [["Cash", "5 March 2024", "5 March 2023"], ["Crowns", "44", "41"], ["Pounds", "3", "2"]]
    assert table_lines(sums)[1] == "Cash: Pounds | 5 March 2024: 3 | 5 March 2023: 2"


def test_words_above_figures_in_a_row_without_a_name_have_no_head():
    bill = [["Goods", "Price", "Sum"], ["Nails", "1.50", "18"], ["Rope", "4", "12"]]
    assert table_lines([*bill, ["", "Subtotal", "30"]])[-1] == "Subtotal | Sum: 30"
    assert table_lines([*bill, ["Tar", "on demand", "9"]])[-1] == (
        "Goods: Tar | Price: on demand | Sum: 9"
    )


def test_years_are_heads_in_any_language():
    calls = [["消防站", "2022年", "2023年"], ["瓦莱特", "225", "128"]]
    assert table_lines(calls) == ["消防站: 瓦莱特 | 2022年: 225 | 2023年: 128"]


def test_titles_and_notes_of_a_table_stand_alone():
    told = [["Fire calls", "", ""], *CALLS, ["Source: the brigades", "", ""]]
    lines = table_lines(told)
    assert lines[0] == "Fire calls"
    assert lines[-1] == "Source: the brigades"
    assert lines[1].startswith("Town: Varlet")


def test_a_table_of_markdown_deep_below_its_heads_names_them():
    rows = "".join(f"| Town {n} | {n} | {n + 1} |\n" for n in range(200))
    text = f"# Calls\n\nFirst.\n\n| Town | 2022 | 2023 |\n|---|---|---|\n{rows}\nLast."
    (extract,) = parse_markdown(io.BytesIO(text.encode()))
    assert extract.text.rstrip().endswith("Town: Town 199 | 2022: 199 | 2023: 200\n\nLast.")
    assert "| Town |" not in extract.text


def test_a_table_of_html_with_two_rows_of_heads():
    text = text_of_html(
        "<table><tr><th></th><th colspan=2>Calls</th></tr><tr><th>Town</th><th>2022</th>"
        "<th>2023</th></tr><tr><th>Varlet</th><td>225</td><td>321</td></tr></table>"
    )
    assert text == "Town: Varlet | Calls 2022: 225 | Calls 2023: 321"


def test_no_head_is_guessed_where_cells_are_merged_over_rows():
    text = text_of_html(
        "<table><tr><th>Town</th><th>Year</th><th>Calls</th></tr>"
        "<tr><td rowspan=2>Varlet</td><td>2022</td><td>225</td></tr>"
        "<tr><td>2023</td><td>321</td></tr></table>"
    )
    assert text == "Town | Year | Calls\nVarlet | 2022 | 225\n2023 | 321"


def test_an_infobox_has_its_heads_at_the_left():
    text = text_of_html(
        "<table><tr><th>Capital</th><td>Belmar</td></tr><tr><th>People</th><td>12,000</td></tr></table>"
    )
    assert text == "Capital | Belmar\nPeople | 12,000"
