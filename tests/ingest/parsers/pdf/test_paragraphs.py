"""Lines of any width become paragraphs."""

import pytest

from tests.ingest.parsers.pdf.drawing import lines, read

NARROW = (
    "The mayor of Ostrel said on\nThursday that the market\nwould be moved to the old\n"
    "port before winter begins.\nTraders had asked for it\nsince the flood of 2019."
)
WIDE = (
    "The mayor of Ostrel said on Thursday that the market would be moved to the old port before\n"
    "winter begins. Traders had asked for it since the flood of 2019, when all their goods were\n"
    "lost to the water."
)


@pytest.mark.parametrize("text", [NARROW, WIDE])
def test_lines_of_any_width_are_one_paragraph(text: str):
    assert read(lines(57, 60, text)).text == " ".join(text.split())


def test_paragraphs_with_a_first_line_further_in():
    first = lines(57, 60, WIDE)
    second = [(71, 102, WIDE.split("\n")[0], 11), *lines(57, 116, "\n".join(WIDE.split("\n")[1:]))]
    indented = [(71, *first[0][1:]), *first[1:]]
    paragraph = " ".join(WIDE.split())
    assert read([*indented, *second]).text == f"{paragraph}\n\n{paragraph}"


def test_paragraphs_with_white_between():
    paragraph = " ".join(NARROW.split())
    pieces = [*lines(57, 60, NARROW), *lines(57, 160, NARROW)]
    assert read(pieces).text == f"{paragraph}\n\n{paragraph}"


def test_a_paragraph_ends_where_the_next_word_would_have_fitted():
    text = f"{WIDE}\n{WIDE}"
    paragraph = " ".join(WIDE.split())
    assert read(lines(57, 60, text)).text == f"{paragraph}\n\n{paragraph}"


def test_items_of_a_list_are_apart():
    pieces = [
        (57, 60, "The council of Ostrel decided three things at its meeting on Monday evening:"),
        (57, 74, "1."),
        (75, 74, "The market moves to the old port, where the boats of the fishermen used to"),
        (75, 88, "land in the mornings."),
        (57, 102, "2."),
        (75, 102, "Traders pay no rent this year."),
        (57, 116, "3."),
        (75, 116, "The square is closed to cars."),
    ]
    assert read(pieces).text.split("\n\n") == [
        pieces[0][2],
        "1. The market moves to the old port, where the boats of the fishermen used to land in the"
        " mornings.",
        "2. Traders pay no rent this year.",
        "3. The square is closed to cars.",
    ]


def test_numbered_lines_of_a_program_stay_lines():
    program = ["int numUnits;", "double costPerUnit;", "char firstInitial;", "boolean isStudent;"]
    pieces = [
        piece
        for at, line in enumerate(program)
        for piece in ((57, 60 + 14 * at, str(at + 1)), (75, 60 + 14 * at, line))
    ]
    assert read(pieces).text.split("\n\n") == [f"{at} {line}" for at, line in enumerate(program, 1)]


def test_chapters_with_dots_before_their_pages_are_apart():
    chapters = [("2.1 The valley", "7"), ("2.2 The flood of May", "12"), ("3 Costs", "xiv")]
    contents = "\n".join(
        title + " ." * (40 - len(title) // 2) + " " + page for title, page in chapters
    )
    assert read(lines(57, 60, contents)).text.split("\n\n") == [
        f"{title} … {page}" for title, page in chapters
    ]


def test_numbered_clauses_are_paragraphs():
    clauses = [("1.1", "The board meets in May;"), ("1.2", "it elects its chair for two years.")]
    pieces = [
        piece
        for at, (number, clause) in enumerate([*clauses, ("2", "The chair signs it.")])
        for piece in ((57, 60 + 20 * at, number), (100, 60 + 20 * at, clause))
    ]
    assert "|" not in read(pieces).text


def test_entries_whose_further_lines_hang():
    entries = [
        ("Molander, I. (2019). The water of the valley and those who drink it, a history in",
         "two volumes. Kerrin: Harbour Press."),
        ("Brenn, O. (2021). Ships and the men who load them, from the first steamers to the",
         "present. Rosvik: Quay."),
    ]  # fmt: skip
    pieces = [
        piece
        for n, (first, second) in enumerate(entries)
        for piece in ((57, 60 + 28 * n, first), (80, 74 + 28 * n, second))
    ]
    assert read(pieces).text == "\n\n".join(" ".join(entry) for entry in entries)


def test_a_heading_of_two_centred_lines_is_one():
    first, second = "On the state of the dams of the country", "and of their keepers"
    pieces = [
        (298 - 4.5 * len(first), 60, first, 18),
        (298 - 4.5 * len(second), 82, second, 18),
        *lines(57, 120, WIDE),
    ]
    article = read(pieces)
    assert article.text.startswith(f"{first} {second}\n\nThe mayor")
    assert article.title == f"{first} {second}"


def test_chinese_lines_are_joined_without_spaces():
    text = (
        "奥斯特雷尔市市长周四表示，市场将在冬天来临之前搬到旧港\n"
        "口去。自从二〇一九年的洪水以来，商人们就一直要求这样做，\n因为当时他们失去了所有的货物。"
    )
    assert read(lines(57, 60, text)).text == text.replace("\n", "")
