"""Quoted words of a scan are marked where they stand on its picture, however it lies."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from ingest.pages import recognised
from ingest.pages.marks import Box, find_quote
from ingest.pages.original import Original
from ingest.pages.places import find_on_page
from ingest.parsers.page_recognition import recognise_page
from tests.ingest.parsers.pdf.drawing import pdf
from tests.ingest.parsers.pictures import ENGLISH, image_file, joined, on_one_line, picture
from tests.required import required
from vectorstore.article import Article

TEXT = on_one_line(ENGLISH)
LINE = ENGLISH.split("\n")[1]

Turn = Callable[[Image.Image], Image.Image]
TURNS: dict[str, Turn] = {
    "on its left side": lambda image: image.rotate(90, expand=True),
    "on its head": lambda image: image.rotate(180),
}


def slanting(image: Image.Image) -> Image.Image:
    """The page as it comes of a scanner in which it lay askew."""
    white = 255 * (image.getpixel((0, 0)) == 255)
    return image.rotate(4, Image.Resampling.BICUBIC, expand=True, fillcolor=white)


def ink(line: int) -> Image.Image:
    """A page on which the place of a line of `ENGLISH` is white, and the rest black."""
    page = picture(ENGLISH)
    top, bottom = (round((40 + 21 * line + by) * 150 / 72) for by in (-13, 5))
    left, _, right, _ = ImageOps.invert(page).crop((0, top, page.width, bottom)).getbbox()
    mask = Image.new("L", page.size)
    mask.paste(255, (left, top, right, bottom))
    return mask


def marked(tmp_path: Path, page: Image.Image, words: str) -> list[Box]:
    path = tmp_path / "scan.png"
    page.save(path)
    lines = recognise_page(path, 0, is_image=True)
    start = TEXT.index(words)
    original = Original(path, "", is_image=True)
    return list(find_quote(original, 1, TEXT, start, start + len(words), lines).boxes)


def around(boxes: list[Box], size: tuple[int, int]) -> tuple[float, ...]:
    """The rectangle around all boxes, in pixels of a page."""
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    right = max(box.left + box.width for box in boxes)
    bottom = max(box.top + box.height for box in boxes)
    return left * size[0], top * size[1], right * size[0], bottom * size[1]


@pytest.mark.parametrize("turn", TURNS.values(), ids=TURNS)
def test_a_line_is_marked_where_it_stands_on_a_page_that_was_turned(tmp_path: Path, turn: Turn):
    required("rapidocr")
    page = turn(picture(ENGLISH))
    (box,) = marked(tmp_path, page, LINE)
    assert around([box], page.size) == pytest.approx(turn(ink(1)).getbbox(), abs=10)


def test_the_marks_of_a_slanting_line_follow_it(tmp_path: Path):
    required("rapidocr")
    page = slanting(picture(ENGLISH))
    boxes = marked(tmp_path, page, LINE)
    assert around(boxes, page.size) == pytest.approx(slanting(ink(1)).getbbox(), abs=12)
    assert len(boxes) > 1
    assert boxes[0].top > boxes[-1].top  # it rises


def test_words_are_marked_within_their_line_and_on_the_next(tmp_path: Path):
    required("rapidocr")
    from fpdf import FPDF

    font = FPDF(unit="pt")
    font.set_font("helvetica", size=14)
    ending, beginning = marked(tmp_path, picture(ENGLISH), "repairs on Monday")
    starts = 24 + font.get_string_width("closed for ")
    ends = 24 + font.get_string_width("Monday")
    assert ending.left * 430 == pytest.approx(starts, abs=5)
    assert (ending.left + ending.width) * 430 == pytest.approx(
        24 + font.get_string_width(LINE), abs=5
    )
    assert beginning.left * 430 == pytest.approx(24, abs=5)
    assert (beginning.left + beginning.width) * 430 == pytest.approx(ends, abs=5)


def article(source: Path, certainties: tuple[float, ...]) -> Article:
    first = "The water board met."
    starts = (0, len(first) + 2)[: len(certainties)]
    text = f"{first}\n\n{TEXT}" if starts[1:] else TEXT
    return Article(text, "News", str(source), page_starts=starts, page_certainties=certainties)


def test_a_scanned_page_is_recognised_in_a_process_of_its_own_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    required("rapidocr")
    path = tmp_path / "scan.pdf"
    scan = image_file("PDF", picture(ENGLISH), resolution=150).getvalue()
    path.write_bytes(joined(pdf([[(40, 100, "The water board met.")]]), scan).getvalue())
    mixed, original = article(path, (1.0, 0.98)), Original(path, "mixed")
    start = mixed.text.index(LINE)
    quote = (start, start + len(LINE))
    found = find_on_page(original, mixed, 2, *quote)
    assert found is not None
    assert len(found.boxes) == 1
    monkeypatch.setattr(recognised, "parser_process", None)  # it would be called for another page
    assert find_on_page(original, mixed, 2, *quote) == found
    first = find_on_page(original, mixed, 1, 0, 9)
    assert first is not None
    assert len(first.boxes) == 1


def test_an_image_that_cannot_be_recognised_again_has_no_marks(tmp_path: Path):
    path = tmp_path / "scan.png"
    path.write_bytes(b"no image")
    original = Original(path, "damaged", is_image=True)
    assert find_on_page(original, article(path, (0.98,)), 1, 0, 9) is None
