"""Ligatures, spaced letters, accents drawn apart, footnote marks and powers."""

import pytest

from tests.ingest.parsers.pdf.drawing import CHARACTER, Piece, lines, read


def test_ligatures_are_the_letters_that_they_stand_for():
    pieces = lines(57, 60, "The chief oﬃcer, Ada Fiﬂer, is eﬀective and qualiﬁed.")
    assert read(pieces).text == "The chief officer, Ada Fifler, is effective and qualified."


def test_spaced_letters_are_words():
    words = "The minister resigned on 12 June."
    drawn = "  ".join(" ".join(word) for word in words.split())
    assert read(lines(57, 60, drawn)).text == words


@pytest.mark.parametrize(
    ("accent", "letter", "whole"),
    [("´", "e", "é"), ("¨", "u", "ü"), ("ˇ", "s", "š"), ("´", "ı", "í"), ("¸", "c", "ç")],
)
def test_accents_drawn_apart_are_part_of_their_letter(accent: str, letter: str, whole: str):
    x = 57 + 3 * 11 * CHARACTER
    pieces = [
        (57, 60, "Mar"),
        (x, 60, accent),
        (x, 60, f"{letter}n spoke."),
    ]
    assert read(pieces).text == f"Mar{whole}n spoke."


def raised(text: str, mark: str, after: str) -> list[Piece]:
    """A line with a small mark above it after `text`."""
    x = 57 + len(text) * 11 * CHARACTER
    end = x + len(mark) * 6 * CHARACTER
    return [(57, 60, text), (x, 56, mark, 6), (end, 60, after)]


NOTE = lines(57, 700, "1 See the report of the fire brigade,\npage 12.", size=8)
MARKED_NOTE = [(57, 697, "1", 5), *lines(61, 700, "See the report of the fire brigade.", size=8)]


@pytest.mark.parametrize(
    ("text", "mark", "after", "whole", "note"),
    [
        ("The mill of Helst", "1", " burned.", "The mill of Helst burned.", NOTE),
        ("The mill burned.", "1,2", " It is lost.", "The mill burned. It is lost.", NOTE),
        ("The mill burned.", "*", " It is lost.", "The mill burned. It is lost.", []),
        ("There were 321", "1", " calls.", "There were 321 calls.", MARKED_NOTE),
        ("There were 10", "6", " bacteria.", "There were 10⁶ bacteria.", []),
        ("An area of 40 m", "2", " burned.", "An area of 40 m² burned.", MARKED_NOTE),
        ("A rate of 3 s", "−1", " was seen.", "A rate of 3 s⁻¹ was seen.", []),
        ("Le 1", "er", " mai", "Le 1er mai", []),
        ("On the 2", "nd", " of May", "On the 2nd of May", []),
    ],
)
def test_footnote_marks_do_not_run_into_words_and_figures(
    text: str, mark: str, after: str, whole: str, note: list[Piece]
):
    assert read([*raised(text, mark, after), *note]).text.split("\n\n")[0] == whole


def test_a_footnote_keeps_its_number():
    article = read([*raised("There were 321", "1", " calls."), *MARKED_NOTE])
    assert article.text == "There were 321 calls.\n\n1 See the report of the fire brigade."


def test_letters_below_the_line_are_in_place():
    pieces = [(57, 60, "The CO"), (57 + 33, 62, "2", 6), (57 + 36, 60, " of the port rose.")]
    assert read(pieces).text == "The CO2 of the port rose."


def test_a_drop_cap_is_the_first_letter_of_its_word():
    pieces = [
        (57, 86, "T\u200a", 50),
        (92, 60, "he mayor of Ostrel said on Thursday"),
        (92, 74, "that the market would be moved to"),
        (92, 88, "the old port before winter begins."),
        *lines(57, 102, "Traders had asked for it since the flood\nof 2019."),
    ]
    assert read(pieces).text == (
        "The mayor of Ostrel said on Thursday that the market would be moved to the old port before"
        " winter begins. Traders had asked for it since the flood of 2019."
    )


def test_a_large_letter_that_stands_alone_stays_a_heading():
    pieces = [(57, 86, "T\u200a", 50), *lines(57, 120, "The first of all ports is Trevno.")]
    assert read(pieces).text.split("\n\n") == ["T", "The first of all ports is Trevno."]


def test_a_comma_after_a_box_stands_at_its_word():
    assert read(lines(57, 60, "The default is null , for all of them.")).text == (
        "The default is null, for all of them."
    )
