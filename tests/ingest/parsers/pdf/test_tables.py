"""Tables are read row by row, each cell in its column."""

from ingest import split_passages
from tests.ingest.parsers.pdf.drawing import Piece, lines, read

ROWS = [
    ("Fire brigade", "2021", "2022", "2023", "Stations"),
    ("Nyvik", "480", "502", "519", "6"),
    ("Varlet", "247", "225", "321", "3"),
    ("Helst", "88", "", "91", "1"),
]
BODY = "The brigades of the valley were called more often in the last year than\never before."


def drawn(rows: list[tuple[str, ...]], x: float = 57, y: float = 120) -> list[Piece]:
    """Cells in columns of 90 points: the first ones begin, the others end below each other."""
    return [
        (x + 90 * n if n == 0 else x + 90 * (n + 1) - 5.5 * len(cell), y + 16 * row, cell)
        for row, cells in enumerate(rows)
        for n, cell in enumerate(cells)
        if cell
    ]


def test_a_table_is_read_row_by_row_with_its_heads():
    paragraphs = read([*lines(57, 60, BODY), *drawn(ROWS)]).text.split("\n\n")
    assert paragraphs == [
        " ".join(BODY.split()),
        "Fire brigade: Nyvik | 2021: 480 | 2022: 502 | 2023: 519 | Stations: 6\n"
        "Fire brigade: Varlet | 2021: 247 | 2022: 225 | 2023: 321 | Stations: 3\n"
        "Fire brigade: Helst | 2021: 88 | 2023: 91 | Stations: 1",
    ]


def test_the_order_of_drawing_does_not_matter():
    pieces = sorted(drawn(ROWS))  # column by column
    assert read([*pieces, *lines(57, 60, BODY)]).text.endswith("2021: 88 | 2023: 91 | Stations: 1")


def test_the_rows_of_a_table_are_not_taken_for_wrapped_lines():
    wide = [(f"{name}, valley", *figures) for name, *figures in ROWS]
    article = read([*drawn([row[:1] for row in wide]), *drawn([row[1:] for row in wide], x=200)])
    first = split_passages(article)[0]
    assert [first.sentence_text(n)[-11:] for n in range(3)] == [f"Stations: {n}" for n in (6, 3, 1)]


def test_a_cell_of_several_lines_is_one():
    pieces = [
        *lines(57, 60, "Measure", size=11),
        *lines(200, 60, "Reason"),
        *lines(400, 60, "Cost"),
        *lines(57, 80, "New quay"),
        *lines(200, 80, "The old one sank\nin the flood"),
        *lines(400, 80, "9 million"),
        *lines(57, 114, "Lights"),
        *lines(200, 114, "Ships ran aground"),
        *lines(400, 114, "20,000"),
    ]
    assert read(pieces).text.split("\n") == [
        "Measure: New quay | Reason: The old one sank in the flood | Cost: 9 million",
        "Measure: Lights | Reason: Ships ran aground | Cost: 20,000",
    ]


def test_a_table_in_a_column_of_running_text():
    left = "The water board of Kerrin\nmet for six hours on Friday.\nIts members were paid this:"
    table = [("Molander", "400"), ("Brenn", "250"), ("Roux", "90")]
    cells = [
        piece
        for n, (name, sum_) in enumerate(table)
        for piece in ((57, 116 + 16 * n, name), (170, 116 + 16 * n, sum_))
    ]
    right = (
        "In other news, the harbour\nof Rosvik closed for repairs.\nIts master, Olaf Brenn, said\n"
    )
    right += "that ships must go to Sarnow.\nThe works cost 9 million\ncrowns and end in June."
    paragraphs = read([*lines(57, 60, left), *cells, *lines(312, 60, right)]).text.split("\n\n")
    assert paragraphs == [
        " ".join(left.split()),
        "\n".join(" | ".join(row) for row in table),
        " ".join(right.split()),
    ]


OFFICES = [
    ("Office", "Town", "Chair"),
    ("Water board", "Kerrin", "Ida Molander"),
    ("Harbour", "Rosvik", "Olaf Brenn"),
    ("Market", "Ostrel", "Tova Rask"),
]


def test_a_rule_below_its_first_row_tells_the_heads_of_a_table_of_words():
    pieces = [(57 + 150 * n, 120 + 16 * row, cell) for row, cells in enumerate(OFFICES)
              for n, cell in enumerate(cells)]  # fmt: skip
    edges = [(57, 430, 108), (57, 430, 172)]
    plain = [" | ".join(row) for row in OFFICES]
    assert read(pieces, rules=edges).text.split("\n") == plain
    assert read(pieces, rules=[*edges, (57, 430, 124), (57, 430, 126)]).text.split("\n") == [
        f"Office: {office} | Town: {town} | Chair: {chair}" for office, town, chair in OFFICES[1:]
    ]
    short = [(57, 120, 124)]
    assert read(pieces, rules=[*edges, *short]).text.split("\n") == plain
    grid = [(57, 430, 124 + 16 * row) for row in range(4)]
    two = [(x, y, cell) for x, y, cell in pieces if x < 350]
    assert read(two, rules=[*edges, *grid]).text.split("\n") == [
        " | ".join(row[:2]) for row in OFFICES
    ]
