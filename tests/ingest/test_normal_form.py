"""What a text pasted from a word processor carries that nobody sees, and what has to stay."""

import pytest

from ingest.chunking.blocks import split_blocks
from ingest.normal_form import normal_form


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("taxes rise\u200b by\u2060 2\u00a0000\ufeff crowns", "taxes rise by 2\u00a0000 crowns"),
        ("the Ge\u00admein\u00adde\u00adrat", "the Gemeinderat"),
        ("the develop\u00ad\nment of Helst", "the development of Helst"),
        ("the re\u00ad\nNato", "the re\nNato"),
        ("Auf\u200clage, 5\u200d %", "Auflage, 5 %"),
        ("\u200e5 March\u200f, a \u202aword\u202c", "5 March, a word"),
        ("a picture\ufffc here", "a picture here"),
        ("12–9, 1914–1918, re-elected – and so on", "12–9, 1914–1918, re-elected – and so on"),
    ],
)
def test_nothing_is_kept_that_is_not_seen(written: str, kept: str):
    assert normal_form(written) == kept
    assert normal_form(kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم به خانه بروم.",  # Persian: without it, the letters would join
        "क्\u200dष और क्\u200cष",  # Hindi: half forms
        "ශ්\u200dරී ලංකාව",  # Sinhala: rakaransaya
        "👩\u200d👩\u200d👧 and ❤\ufe0f\u200d🔥",
        "ភាសា\u200bខ្មែរ",  # Khmer: parts the words
        "הכנס \u200f(C++)\u200f נפתח",  # Hebrew: keeps the brackets on their side
        "It is \uf061 = 0.05 and \ue000",  # a Greek letter of Symbol, a character of somebody's own
    ],
)
def test_what_shapes_a_text_stays(text: str):
    assert normal_form(text) == text


@pytest.mark.parametrize(
    "written",
    [
        "The council decided. \uf0b7 Taxes rise.\uf0b7 Fees fall.",
        "The council decided.\n\uf0b7\tTaxes rise.\n\uf0b7\tFees fall.",
        "The council decided.\n\uf06c Taxes rise.\n\uf06c Fees fall.",
        "The council decided.\x0b\uf0a7\nTaxes rise.\x0b\uf0a7\nFees fall.",
        "The council decided.\r\n\uf0d8Taxes rise.\r\n\uf0d8Fees fall.",
    ],
)
def test_bullets_of_word_begin_items(written: str):
    text = normal_form(written)
    assert text == "The council decided.\n• Taxes rise.\n• Fees fall."
    assert len(split_blocks(text)) == 3
    assert normal_form(text) == text


def test_a_bullet_in_a_table_does_not_break_its_row():
    assert normal_form("Helst | \uf0b7 a mill | 3") == "Helst | • a mill | 3"


def test_an_icon_alone_makes_no_item_of_the_paragraph_after_it():
    assert normal_form("\uf015\n\nThe mill was sold.").endswith("\n\nThe mill was sold.")


def test_a_letter_keeps_as_many_marks_as_any_language_has():
    assert normal_form("e\u0301 and " + "a\u0328" * 40) == "é and " + "ą" * 40
    assert len(normal_form("x" + "\u0301\u0327" * 100_000 + "y")) == 32


@pytest.mark.parametrize("end", ["x", "\n\nx"])
def test_spaces_at_the_end_of_a_line_go_whatever_their_number(end: str):
    text = f"a{' ' * 100_000}{end}\uf0b7{' ' * 100_000}\n\nb"
    kept = "a\n\nx" if end == "\n\nx" else f"a{' ' * 100_000}x"
    assert normal_form(text).startswith(kept)
    assert "•\n\nb" in normal_form(text)
