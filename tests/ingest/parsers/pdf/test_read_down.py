"""Short lines side by side that are no rows are read down their columns."""

from tests.ingest.parsers.pdf.drawing import lines, read

BODY = (
    "The council of the valley has met on Tuesday, and it has put off the new harbour for\na year."
)


def side_by_side(*columns: str) -> str:
    """What is read of columns above a text, in one line."""
    drawn = [lines(57 + 160 * n, 60, text) for n, text in enumerate(columns)]
    pieces = [piece for row in zip(*drawn, strict=True) for piece in row]
    return " ".join(read([*pieces, *lines(57, 260, BODY)]).text.split())


def one_after_the_other(*columns: str) -> str:
    return " ".join(" ".join([*columns, BODY]).split())


def test_addresses():
    columns = (
        "Ida Molander\nWater Board\n12 Quay Street\n4410 Kerrin",
        "Olaf Brenn\nHarbour Office\n3 Market Square\n2230 Rosvik",
    )
    assert side_by_side(*columns) == one_after_the_other(*columns)
    authors = [
        f"{name}\n{town}\n{name.lower()}@dams.example"
        for name, town in (("Molander", "Kerrin"), ("Brenn", "Rosvik"), ("Rask", "Ostrel"))
    ]
    assert side_by_side(*authors) == one_after_the_other(*authors)


def test_lists_and_an_index():
    lists = ["• Bread\n• Salt\n• Flour", "• Rope\n• Nails\n• Tar"]
    assert side_by_side(*lists) == one_after_the_other(*lists)
    index = ["Arnel, 12\nbridges, 3\ncrowns, 7\ndams, 15", "ferry, 8\nflood, 19\nfuel, 3\nHelst, 9"]
    assert side_by_side(*index) == one_after_the_other(*index)


def test_sentences_of_one_line():
    columns = (
        "The board met.\nIt wants pipes.\nNobody agreed.",
        "The port is shut.\nShips wait.\nIt rains.",
    )
    assert side_by_side(*columns) == one_after_the_other(*columns)


def test_a_table_of_places_and_figures_is_none_of_these():
    rows = [("Arnel", "4410 K"), ("Kerrin", "2230 R"), ("Rosvik", "9901 S"), ("Sarnow", "1200 A")]
    columns = ["\n".join(column) for column in zip(*rows, strict=True)]
    told = " ".join(" | ".join(row) for row in rows)
    assert side_by_side(*columns) == f"{told} {' '.join(BODY.split())}"
