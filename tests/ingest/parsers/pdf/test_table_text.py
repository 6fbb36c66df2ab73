"""Rows name their heads on every page of a table; what is said beside names is no table."""

from tests.ingest.parsers.pdf.drawing import Piece, lines, read

HEADS = ("Station", "Calls 2022", "Calls 2023")
BODY = (
    "The brigades of the valley were called more often in the last year than\nthey ever had been"
    " before, as the summer was dry, and in the winter came\nthe storms that nobody expected."
)


def row(n: int) -> tuple[str, str, str]:
    return (f"Post {n}", str(200 + 7 * n), str(310 + 3 * n))


def named(n: int) -> str:
    return " | ".join(f"{head}: {cell}" for head, cell in zip(HEADS, row(n), strict=True))


def cells(
    rows: list[tuple[str, ...]], y: float, step: float = 16, width: float = 150
) -> list[Piece]:
    return [
        (57 + width * n, y + step * at, cell)
        for at, each in enumerate(rows)
        for n, cell in enumerate(each)
    ]


def test_rows_on_the_next_page_name_the_heads_of_the_page_before():
    first = [*lines(57, 60, BODY), *cells([HEADS, *map(row, range(5))], y=700)]
    second = [*cells(list(map(row, range(5, 9))), y=60), *lines(57, 160, BODY)]
    paragraphs = read(first, second).text.split("\n\n")
    assert paragraphs[1].split("\n") == [named(n) for n in range(5)]
    assert paragraphs[2].split("\n") == [named(n) for n in range(5, 9)]
    assert paragraphs[3] == " ".join(BODY.split())


def test_rows_below_a_title_across_the_columns_name_their_heads():
    title = (57, 160, "Stations of the southern valley, which were opened after the flood of May")
    rows = [*cells([HEADS, *map(row, range(5))], y=60), *cells(list(map(row, range(5, 9))), y=180)]
    told = read([*rows, title]).text.split("\n")
    assert [line for line in told if line] == [
        *map(named, range(5)), title[2], *map(named, range(5, 9))
    ]  # fmt: skip


def test_a_table_of_the_kind_on_the_next_page_has_its_own_heads():
    heads = ("Station", "Calls 2024", "Calls 2025")
    pages = [cells([each, *map(row, range(9))], y=60) for each in (HEADS, heads)]
    assert (
        read(*pages).text.split("\n")[-1] == "Station: Post 8 | Calls 2024: 256 | Calls 2025: 334"
    )


def test_another_table_on_the_next_page_keeps_to_itself():
    first = [*lines(57, 60, BODY), *cells([HEADS, *map(row, range(5))], y=700)]
    second = [*lines(57, 90, BODY), *cells(list(map(row, range(5, 9))), y=200)]
    assert read(first, second).text.endswith("\n".join(" | ".join(row(n)) for n in range(5, 9)))


def test_heads_that_pages_repeat_at_their_top_are_no_running_heads():
    pages = [cells([HEADS, *map(row, range(9 * n, 9 * n + 9))], y=60) for n in range(3)]
    text = read(*pages).text
    assert text.split("\n\n")[2].split("\n") == [named(n) for n in range(18, 27)]
    running = [(57, 30, "Fire office of the valley"), (400, 30, "Report")]
    assert read(*([*running, *page] for page in pages)).text == text


def test_heads_without_a_sign_are_told_by_their_repetition():
    heads = ("Station", "Street", "Chief")
    chiefs = [("Varlet", "Quay", "Ida"), ("Nyvik", "Market", "Olaf"), ("Helst", "Mill", "Tova")]
    page = cells([heads, *chiefs], y=60)
    first = [*lines(57, 60, BODY), *cells([heads, *chiefs], y=740)]
    assert read(first, page).text.split("\n\n")[-1].split("\n") == [
        " | ".join(f"{head}: {cell}" for head, cell in zip(heads, chief, strict=True))
        for chief in chiefs
    ]


def test_what_is_said_beside_names_is_read_as_text():
    said = [
        ("HERALD", "When does the new quay open?"),
        ("MOLANDER", "In May. Ships will come then."),
        ("HERALD", "Who pays for all of that?"),
    ]
    assert read(cells(said, y=60, step=14, width=90)).text.split("\n\n") == [
        f"{who}: {what}" for who, what in said
    ]


def test_a_label_stands_before_its_value():
    form = [("Name:", "Ida Molander"), ("Town:", "Kerrin"), ("Members:", "12")]
    assert read(cells(form, y=60)).text.split("\n") == [" ".join(row) for row in form]


def test_dots_before_the_page_of_a_chapter_are_left_out():
    chapters = [("The valley", "3"), ("The flood of May", "17"), ("Costs", "40")]
    pieces = [
        piece
        for at, (title, page) in enumerate(chapters)
        for piece in (
            (57, 60 + 16 * at, title + " ." * 20),
            (480, 60 + 16 * at, page),
        )
    ]
    assert read(pieces).text.split("\n") == [" | ".join(row) for row in chapters]


def test_the_first_column_of_hebrew_is_at_the_right():
    rows = [("תחנה", "קריאות", "כבאיות"), ("ורלט", "225", "3"), ("ניוויק", "502", "6")]
    pieces = [
        (450 - 130 * n, 60 + 16 * at, cell if cell.isdecimal() else cell[::-1])
        for at, each in enumerate(rows)
        for n, cell in enumerate(each)
    ]
    assert read(pieces).text.split("\n") == [
        " | ".join(f"{head}: {cell}" for head, cell in zip(rows[0], each, strict=True))
        for each in rows[1:]
    ]
