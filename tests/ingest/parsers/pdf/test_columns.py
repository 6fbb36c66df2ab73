"""Columns, boxes and captions are read each by itself."""

import pytest

from tests.ingest.parsers.pdf.drawing import lines, read

LEFT = (
    "The water board of Kerrin\nmet for six hours on Friday.\nIt is chaired by Ida Molander,\n"
    "who was elected in the spring.\nThe board raised the price of\nwater by 4 crowns a month."
)
RIGHT = (
    "In other news, the harbour\nof Rosvik closed for repairs.\nIts master, Olaf Brenn, said\n"
    "that ships must go to Sarnow.\nThe works cost 9 million\ncrowns and end in June."
)
WATER, HARBOUR = (" ".join(text.split()) for text in (LEFT, RIGHT))


def test_columns_drawn_line_by_line_across_are_read_one_after_the_other():
    title = (57, 30, "Two columns, drawn line by line across", 18)
    pieces = [
        piece
        for pair in zip(lines(57, 60, LEFT), lines(312, 60, RIGHT), strict=True)
        for piece in pair
    ]
    text = read([title, *pieces]).text
    assert text == f"Two columns, drawn line by line across\n\n{WATER}\n\n{HARBOUR}"


def test_columns_whose_lines_do_not_stand_level():
    pieces = [*lines(57, 60, LEFT, leading=14), *lines(250, 66, RIGHT, leading=13)]
    assert read(pieces).text == f"{WATER}\n\n{HARBOUR}"


def test_columns_of_hebrew_are_read_from_the_right():
    right = "הנהלת המים של העיר קרין\nנפגשה שש שעות ביום שישי\nבראשה עומדת אידה מולנדר"
    left = "הנמל של העיר רוסביק נסגר\nלתיקונים שיימשכו שנתיים\nאמר המנהל של הנמל אולף"
    pieces = [
        (end - 5.5 * len(line), 60 + 14 * n, line[::-1])
        for end, column in ((260, left), (500, right))
        for n, line in enumerate(column.split("\n"))
    ]
    first, second = (" ".join(column.split()) for column in (right, left))
    assert " ".join(read(pieces).text.split()) == f"{first} {second}"


def test_a_heading_over_both_columns_parts_what_is_above_from_what_is_below():
    heading = (57, 160, "A second story that runs over the whole width of the page, in large", 14)
    pieces = [
        *lines(57, 60, LEFT),
        *lines(312, 60, RIGHT),
        heading,
        *lines(57, 190, RIGHT),
        *lines(312, 190, LEFT),
    ]
    assert read(pieces).text.split("\n\n") == [WATER, HARBOUR, heading[2], HARBOUR, WATER]


def test_a_sentence_goes_on_in_the_next_column():
    left = "The commission of the dam has\nworked for two whole years,\nand it has heard of ninety"
    right = (
        "witnesses from all the valleys\nwho had seen the water rise\nin the night of the flood."
    )
    text = read([*lines(57, 60, left), *lines(312, 60, right)]).text
    assert text == " ".join(f"{left} {right}".split())


def test_a_caption_and_a_note_do_not_stand_in_the_sentence_that_goes_on():
    left = "The commission of the dam has\nworked for two whole years,\nand it has heard of ninety"
    right = (
        "witnesses from all the valleys\nwho had seen the water rise\nin the night of the flood."
    )
    note = "1 See the report of the parliament,\npage 12."
    caption = "Figure 2: The dam of Tilvan in 2016,\nbefore the flood."
    pieces = [
        *lines(57, 60, left),
        *lines(57, 700, note, size=8, leading=10),
        *lines(312, 60, caption, size=9, leading=11),
        *lines(312, 200, right),
    ]
    paragraphs = read(pieces).text.split("\n\n")
    assert " ".join(f"{left} {right}".split()) in paragraphs
    assert " ".join(caption.split()) in paragraphs
    assert " ".join(note.split()) in paragraphs


def test_a_page_that_is_turned_is_read_as_it_is_shown():
    pieces = [*lines(57, 60, LEFT), *lines(312, 60, RIGHT)]
    assert read(pieces, rotation=90).text == f"{WATER}\n\n{HARBOUR}"


def test_three_columns_of_a_few_words_a_line_are_no_table():
    columns = [
        "The mayor of Ostrel\nsaid on Thursday that\nthe market would be\nmoved to the port.",
        "In the harbour of\nRosvik three ships\nare waiting for the\nrepair of the quay.",
        "Nobody was hurt\nwhen the old mill\nof Helst burned in\nthe night of Friday.",
    ]
    rows = zip(*(lines(57 + 150 * n, 60, text) for n, text in enumerate(columns)), strict=True)
    text = read([piece for row in rows for piece in row]).text
    assert text.split("\n\n") == [" ".join(column.split()) for column in columns]


def test_wide_spaces_that_stand_above_each_other_are_no_gutter():
    left, right = ["The mayor of", "said on the", "the old fish", "moved to an"], (
        "Ostrel has", "radio that", "market was", "open port.",
    )  # fmt: skip
    column = [
        piece
        for n, (one, other) in enumerate(zip(left, right, strict=True))
        for piece in ((57, 60 + 14 * n, one), (57 + 5.5 * 14, 60 + 14 * n, other))
    ]
    pieces = [*column, *lines(312, 60, RIGHT)]
    told = " ".join(f"{one} {other}" for one, other in zip(left, right, strict=True))
    assert read(pieces).text == f"{told}\n\n{HARBOUR}"


def test_a_box_in_a_column_does_not_part_the_sentence_around_it():
    before = (
        "The commission of the dam has\nworked for two whole years,\nand it has heard of ninety"
    )
    box = "Who pays? Hydra Nord does.\nIt has owned the dam since\nthe spring of 1998."
    after = "witnesses from all the valleys\nwho had seen the water rise.\nTwo of them have died."
    pieces = [*lines(57, 60, before), *lines(57, 130, box), *lines(57, 200, after)]
    whole = [" ".join(text.split()) for text in (box, f"{before} {after}")]
    assert read(pieces).text.split("\n\n") == whole


def test_what_follows_a_line_that_does_not_end_stays_in_its_order():
    pieces = [
        *lines(57, 60, "The prices of the three kinds of\ntickets that are sold from May on"),
        *lines(57, 120, "A day costs 9 crowns for all."),
        *lines(57, 160, "A week costs 40 crowns for all."),
    ]
    texts = [" ".join(piece[2] for piece in pieces[:2]), pieces[2][2], pieces[3][2]]
    assert read(pieces).text.split("\n\n") == texts


@pytest.mark.parametrize("step", [1, 5])
def test_the_numbers_of_lines_are_left_out(step: int):
    text = "\n".join([LEFT] * 5)
    numbers = [
        (30, 60 + 14 * (n - 1), str(n)) for n in range(step, len(text.split("\n")) + 1, step)
    ]
    told = read([*lines(57, 60, text), *numbers]).text
    assert " ".join(told.split()) == " ".join([WATER] * 5)
