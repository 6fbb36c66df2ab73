"""Tables of sentences are read row by row where lines are drawn between their rows."""

from itertools import pairwise

import pytest

from tests.ingest.parsers.pdf.drawing import Piece, lines, read

MEASURES = [
    ("Measure", "What is done", "Who answers for it"),
    (
        "New quay",
        "The old quay sank in\nthe flood of May and is\nbuilt again in stone.",
        "The harbour master\nand his office",
    ),
    (
        "Lights on the\nnorthern mole",
        "Ships ran aground there\nat night, so that lamps\nare to be set up.",
        "The coast guard of\nthe island",
    ),
    ("Ferry", "It goes once an hour, in\nwinter twice a day.", "The company that\nruns it"),
]
READ = [
    "Measure: New quay | What is done: The old quay sank in the flood of May and is built again in"
    " stone. | Who answers for it: The harbour master and his office",
    "Measure: Lights on the northern mole | What is done: Ships ran aground there at night, so that"
    " lamps are to be set up. | Who answers for it: The coast guard of the island",
    "Measure: Ferry | What is done: It goes once an hour, in winter twice a day. | Who answers for"
    " it: The company that runs it",
]
LEFT, STEP, RIGHT = 57, 140, 460
ROW, TOP = 56, 120


def cells(rows: list[tuple[str, ...]]) -> list[Piece]:
    return [
        piece
        for at, row in enumerate(rows)
        for n, cell in enumerate(row)
        for piece in lines(LEFT + STEP * n, TOP + ROW * at, cell)
    ]


def levels(count: int) -> list[float]:
    """The y of the lines around and between so many rows."""
    return [TOP - 14 + ROW * n for n in range(count + 1)]


@pytest.mark.parametrize("drawn", ["lines", "boxes"])
def test_the_rows_of_a_grid_are_read_with_the_heads_of_their_columns(drawn: str):
    above = lines(
        LEFT, 60, "The council of Ostra has decided on three measures for the year to come."
    )
    ys = levels(len(MEASURES))
    rules = [(LEFT - 5, RIGHT, y) for y in ys] if drawn == "lines" else []
    boxes = [
        (LEFT - 5 + STEP * n, LEFT - 5 + STEP * (n + 1), top, bottom)
        for top, bottom in pairwise(ys)
        for n in range(3)
    ]
    article = read([*above, *cells(MEASURES)], rules=rules, boxes=[] if rules else boxes)
    assert article.text.split("\n\n")[1].split("\n") == READ


def test_a_grid_of_two_columns_names_no_heads_as_its_first_column_may():
    rows = [row[:2] for row in MEASURES]
    rules = [(LEFT - 5, LEFT + 2 * STEP, y) for y in levels(len(rows))]
    assert read(cells(rows), rules=rules).text.split("\n") == [
        " | ".join(" ".join(cell.split()) for cell in row) for row in rows
    ]


def test_stories_in_columns_between_lines_are_no_table():
    first = (
        "The council of Ostra met\non Tuesday, and the new\nharbour was put off for\n"
        "another year, as its old\nmayor told the reporters\nafter a long evening in\n"
        "which nobody agreed on\n",
        "how the quay is paid for.\nThe fishermen had asked\nfor it in the spring and\n"
        "would wait no longer for\nit than until the boats\nreturn from the north in\n"
        "the autumn, they said.",
    )
    pieces, rules = [], [(52, 470, 106)]
    for story in range(3):
        for n, column in enumerate(first):
            pieces += lines(57 + 220 * n, 120 + 130 * story, column.strip())
        rules.append((52, 470, 236 + 130 * story))
    article = read(pieces, rules=rules)
    assert "which nobody agreed on how the quay" in " ".join(article.text.split())
    assert article.text == read(pieces).text


@pytest.mark.parametrize(
    "rows",
    [
        [("Ostra", "Olaf Brenn", "in May"), ("Kerrin", "Ana Roux", "in June")],
        [("Ostra", "480", "502"), ("Kerrin", "247", ""), ("Helst", "88", "91")],
        [("Ostra", "Olaf Brenn", "May"), ("Kerrin", "", "June"), ("Helst", "Eva Lind", "July")],
    ],
)
def test_several_rows_between_two_lines_stay_rows(rows: list[tuple[str, ...]]):
    bands = 4
    pieces = [
        (57 + 130 * n, 120 + 16 * at, cell)
        for at, row in enumerate(rows * bands)
        for n, cell in enumerate(row)
        if cell
    ]
    rules = [(52, 400, 108 + 16 * len(rows) * band) for band in range(bands + 1)]
    text = read(pieces, rules=rules).text
    assert len(text.split("\n")) == bands * len(rows)
    assert text == read(pieces).text
