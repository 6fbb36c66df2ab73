"""Hebrew and Arabic are read from the right, their figures and Latin words from the left."""

import pytest

from tests.ingest.parsers.pdf.drawing import read


def shown(*rows: str) -> list[tuple[float, float, str]]:
    """Lines given as they are seen, from left to right, with their ends at the right margin."""
    return [(540 - 5.5 * len(row), 60 + 14 * n, row) for n, row in enumerate(rows)]


@pytest.mark.parametrize(
    ("seen", "read_as"),
    [
        (".2026 תנשב חתפיי רשגה", "הגשר ייפתח בשנת 2026."),
        (".לקש ןוילימ 3.5 אוה ריחמה", "המחיר הוא 3.5 מיליון שקל."),
        (".Airbus 380 לש סוטמה", "המטוס של Airbus 380."),
        (".רבמטפסב 12-16 םימיב", "בימים 12-16 בספטמבר."),
        (".(2024) הנשה ףוסב", "בסוף השנה (2024)."),
        ("‎%50 לש הלוזוא", "אוזולה של %50"),
    ],
)
def test_a_line_of_hebrew(seen: str, read_as: str):
    assert read(shown(seen.replace("\u200e", ""))).text == read_as


def test_a_line_of_latin_words_on_a_page_of_hebrew():
    rows = ("בטיה קדבנ רשגהש ןותיעה", ".New York Times בתכ", ".רשגה לע ןותיעה םג בתכ ךכ")
    assert "כתב New York Times." in read(shown(*rows)).text


def test_shaped_arabic_letters_are_plain_ones():
    # The city "العربية" and "لا" as their shaped forms, seen from left to right.
    seen = "ﺔﻴﺑﺮﻌﻟﺍ 2024 ﻡﺎﻋ ﻻ"
    assert read(shown(seen)).text == "لا عام 2024 العربية"


def test_a_hebrew_word_in_a_latin_line():
    assert read([(57, 60, "The word םולש means peace.")]).text == "The word שלום means peace."


def test_a_paragraph_of_hebrew_goes_on_from_line_to_line():
    rows = ("ףוסב חתפייש רשגה לע ונרביד", ".2026 תנש")
    assert read(shown(*rows)).text == "דיברנו על הגשר שייפתח בסוף שנת 2026."
