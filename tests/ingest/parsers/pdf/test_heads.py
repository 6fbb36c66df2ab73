"""The heads of a table are told by what sets them off from its rows, and by nothing less."""

import pytest

from tests.ingest.parsers.pdf.drawing import CHARACTER, Piece, lines, read

OFFICES = [
    ("Office", "Town", "Chair"),
    ("Water board", "Kerrin", "Ida Molander"),
    ("Harbour", "Rosvik", "Olaf Brenn"),
    ("Market", "Ostrel", "Tova Rask"),
    ("School board", "Saint-Maurand", "Jean Colas"),
]
PLAIN = [" | ".join(row) for row in OFFICES]
NAMED = [
    " | ".join(f"{head}: {cell}" for head, cell in zip(OFFICES[0], row, strict=True))
    for row in OFFICES[1:]
]
CALLS = [("Varlet", "225", "128", "3"), ("Nyvik", "502", "519", "6"), ("Helst", "88", "91", "1")]
XS = (57, 240, 340, 440)


def cells(rows: list[tuple[str, ...]], y: float = 120, step: float = 16) -> list[Piece]:
    """Cells of words, each of which begins below the other."""
    return [
        (57 + 150 * n, y + step * at, cell)
        for at, row in enumerate(rows)
        for n, cell in enumerate(row)
    ]


def figures(rows: list[tuple[str, ...]], y: float, step: float = 16) -> list[Piece]:
    """Cells of which all but the first ones end below each other."""
    return [
        (x - 11 * CHARACTER * len(cell) if n else x, y + step * at, cell)
        for at, row in enumerate(rows)
        for n, (x, cell) in enumerate(zip(XS, row, strict=True))
        if cell
    ]


def test_heads_in_another_font_are_heads():
    assert read(cells(OFFICES)).text.split("\n") == PLAIN
    assert read(cells(OFFICES), bold=OFFICES[0]).text.split("\n") == NAMED
    towns = [row[:2] for row in [("Town", "People", ""), *CALLS]]
    read_towns = read(cells(towns), bold=towns[0]).text.split("\n")
    assert read_towns == [f"Town: {town} | People: {people}" for town, people in towns[1:]]


def test_a_bold_column_is_no_row_of_heads():
    assert read(cells(OFFICES), bold=[row[0] for row in OFFICES]).text.split("\n") == PLAIN


def test_white_below_the_first_row_tells_heads():
    rows = [*cells(OFFICES[:1]), *cells(OFFICES[1:], y=146)]
    assert read(rows).text.split("\n") == NAMED
    groups = [*cells(OFFICES[:1]), *cells(OFFICES[1:3], y=146), *cells(OFFICES[3:], y=188)]
    assert read(groups).text.split("\n") == PLAIN


@pytest.mark.parametrize(
    "heads",
    [
        [("Station", "Calls in", "Calls in", "Engines"), ("", "2022", "2023", "in use")],
        [
            ("", "Calls in", "Calls in", ""),
            ("", "2022", "2023", "Engines"),
            ("Station", "", "", "in use"),
        ],
    ],
)
def test_heads_of_several_lines_are_put_together(heads: list[tuple[str, ...]]):
    pieces = [*figures(heads, y=120, step=13), *figures(CALLS, y=120 + 13 * len(heads) + 3)]
    assert read(pieces).text.split("\n") == [
        f"Station: {name} | Calls in 2022: {one} | Calls in 2023: {two} | Engines in use: {engines}"
        for name, one, two, engines in CALLS
    ]


def test_a_head_above_several_columns_is_in_the_heads_of_all_of_them():
    over = "Calls by the year"
    middle = 335 - (335 - 218) / 2 - 11 * CHARACTER * len(over) / 2
    pieces = [
        (middle, 120, over),
        *figures([("Station", "2022", "2023", "Engines"), *CALLS], y=134),
    ]
    assert read(pieces).text.split("\n") == [
        f"Station: {name} | {over} 2022: {one} | {over} 2023: {two} | Engines: {engines}"
        for name, one, two, engines in CALLS
    ]


def test_a_row_without_figures_is_no_further_line_of_the_heads():
    rows = [("Station", "Calls", "Fires", "Engines"), ("Arnel", "none", "none", "none"), *CALLS]
    assert read(figures(rows, y=120)).text.split("\n") == [" | ".join(row) for row in rows]


def test_the_names_of_values_in_a_form_are_no_heads():
    form = [
        ("Name", "Ida", "Date", "5 March 2024"),
        ("Town", "Kerrin", "Postcode", "4410"),
        ("Street", "Quay", "Children", "3"),
    ]
    pieces = [
        (57 + 120 * n, 120 + 16 * at, cell) for at, row in enumerate(form)
        for n, cell in enumerate(row)
    ]  # fmt: skip
    assert read(pieces).text.split("\n") == [" | ".join(row) for row in form]


def test_further_lines_of_the_last_row_stay_in_it():
    rows = [("Measure", "Reason", "Cost"), ("Quay", "It sank", "9"), ("Lights", "Ships ran", "2")]
    below = lines(57, 200, "The council decides on all of it in the summer of the year to come.")
    text = read([*cells(rows), (207, 166, "aground"), *below], bold=rows[0]).text
    assert text.split("\n\n")[0].split("\n")[-1] == (
        "Measure: Lights | Reason: Ships ran aground | Cost: 2"
    )
