"""The boxes of quoted words lie on these words, whatever the order in which the page was drawn."""

from pathlib import Path

import pytest

from ingest.pages.errors import PageUnavailable
from ingest.pages.marks import Box, find_quote
from ingest.pages.original import Original
from tests.ingest.parsers.pdf.drawing import CHARACTER, HEIGHT, WIDTH, lines, pdf, read

LEFT = (
    "The council of Ostra met on Tuesday, and the develop-\n"
    "ment of the harbour was put off for another year, as\n"
    "its mayor told the reporters after a long evening."
)
RIGHT = (
    "The fishermen had asked for a new quay in the spring\n"
    "and said that they would wait for it no longer than\n"
    "until the boats return from the north in the autumn."
)


@pytest.fixture
def boxes(tmp_path: Path):
    """The boxes of a quote on the first of the pages given."""

    def find(text: str, quote: str, *pages, start: int | None = None, **stated) -> list[Box]:
        path = tmp_path / "a.pdf"
        path.write_bytes(pdf(pages, **stated))
        at = text.index(quote) if start is None else start
        return list(find_quote(Original(path, ""), 1, text, at, at + len(quote)).boxes)

    return find


def places(found: list[Box], width: int = WIDTH, height: int = HEIGHT) -> list[object]:
    """Left, right and middle of each box, in points, approximately."""
    return [
        pytest.approx(
            (box.left * width, (box.left + box.width) * width, (box.top + box.height / 2) * height),
            abs=0.6,
        )
        for box in found
    ]


def place(x: float, y: float, line: str, words: str, size: float = 11) -> tuple[float, ...]:
    """Left, right and middle of `words` in a line drawn at (x, y)."""
    first = x + line.index(words) * CHARACTER * size
    last = first + len(words) * CHARACTER * size
    return first, last, y - 0.275 * size


def test_a_quote_with_a_cut_word_has_a_box_a_line_in_its_own_column(boxes):
    columns = zip(lines(40, 100, LEFT, 10), lines(320, 100, RIGHT, 10), strict=True)
    page = [piece for row in columns for piece in row]  # drawn line by line, across both columns
    text = read(page).text
    quote = "the development of the harbour was put off"
    assert places(boxes(text, quote, page)) == [
        place(40, 100, LEFT.split("\n")[0], "the develop", 10),
        place(40, 114, LEFT.split("\n")[1], "ment of the harbour was put off", 10),
    ]


def test_ligatures_accents_and_footnote_marks_need_not_agree(boxes):
    drawn = [(40, 100, "The oﬃcial cafe\u0301"), (128, 96, "12", 6), (136, 100, "closed.")]
    text = "The official café closed."
    (box,) = boxes(text, "official café closed", drawn)
    assert places([box]) == [(62, 136 + 6 * CHARACTER * 11, 100 - 0.275 * 11)]


def test_words_that_stand_twice_are_told_apart_by_those_around_them(boxes):
    page = lines(40, 100, "In May the dam held.\nIn June the dam broke.\nIn July the dam held.")
    text = "In May the dam held. In June the dam broke. In July the dam held."
    (box,) = boxes(text, "the dam held", page, start=text.rindex("the dam held"))
    assert places([box]) == [place(40, 128, "In July the dam held.", "the dam held")]


def test_what_the_page_lacks_of_a_quote_is_not_marked(boxes):
    page = lines(40, 100, "The harbour was closed.\nOther news of the day.")
    text = "The harbour was closed on account of the storms that nobody foresaw."
    assert boxes(text, text[24:], page) == []
    assert places(boxes(text, text, page)) == [
        place(40, 100, "The harbour was closed.", "The harbour was closed")
    ]


def test_words_with_nothing_to_look_for_have_no_box(boxes):
    assert boxes("A — b", "—", [(40, 100, "A — b")]) == []


def test_the_boxes_of_a_turned_page_are_on_the_page_as_it_is_shown(boxes):
    text = "The dam of Ostra held."
    found = boxes(text, "Ostra", [(40, 100, text)], rotation=90)
    assert places(found, HEIGHT, WIDTH) == [place(40, 100, text, "Ostra")]


def test_hebrew_is_found_where_it_is_drawn_from_the_left(boxes):
    text = "שלום עולם טוב"
    found = boxes(text, "שלום", [(40, 100, text[::-1])])
    assert places(found) == [place(40, 100, text[::-1], "םולש")]


def test_a_page_of_equal_lines_comes_to_an_end(boxes):
    page = lines(40, 50, "\n".join(["aaaa"] * 50))
    text = "aaaa " * 60 + "b"
    assert len(boxes(text, text, page)) <= 50


def test_a_page_that_the_file_lacks_is_unavailable(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([[(40, 100, "One page.")]]))
    with pytest.raises(PageUnavailable):
        find_quote(Original(path, ""), 2, "One page.", 0, 3)


def test_what_is_filled_into_a_form_is_marked_in_its_field(boxes):
    page = [(40, 100, "Name of the ship:"), (40, 140, "Its home port is far away.")]
    bottom = HEIGHT - 103
    area = f"/Rect [160 {bottom} 300 {bottom + 14}]"
    field = f"/Subtype /Widget /FT /Tx /T (a) /V (Aurora) /F 4 /DA (/F 11 Tf) {area}"
    text = read(page, annotations=[field]).text
    label, value = boxes(text, "ship: Aurora", page, annotations=[field])
    assert places([label]) == [place(40, 100, "Name of the ship:", "ship")]
    assert (value.left * WIDTH, value.width * WIDTH) == pytest.approx((160, 33), abs=1)
    assert value.top * HEIGHT < 100 < (value.top + value.height) * HEIGHT + 2
