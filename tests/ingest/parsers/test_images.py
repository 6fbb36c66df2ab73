"""Images are recognised page by page; those without text are passed over."""

from io import BytesIO

import pytest
from PIL import Image

from ingest.errors import PassedOver, UnreadableSource
from ingest.extract import Extract, PageRecognised
from ingest.parsers import images
from ingest.parsers.images import parse_image
from tests.ingest.parsers.pictures import ENGLISH, FRENCH, image_file, on_one_line, picture
from tests.required import required

ORIENTATION = 0x0112


def test_each_page_of_an_image_is_read():
    required("rapidocr")
    file = image_file("TIFF", picture(ENGLISH), picture(FRENCH), compression="tiff_deflate")
    first, second, extract = parse_image(file)
    assert (first, second) == (PageRecognised(1, 2), PageRecognised(2, 2))
    assert isinstance(extract, Extract)
    assert extract.text.split("\n\n") == [on_one_line(ENGLISH), on_one_line(FRENCH)]
    assert extract.page_starts == (0, extract.text.index("Le conseil"))
    assert [0.9 < certainty < 1 for certainty in extract.page_certainties] == [True, True]


def test_a_photograph_is_read_as_it_was_held():
    required("rapidocr")
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # to be turned by a quarter
    lying = picture(ENGLISH).rotate(90, expand=True)
    _, extract = parse_image(image_file("JPEG", lying, exif=exif, quality=80))
    assert isinstance(extract, Extract)
    assert extract.text.strip() == on_one_line(ENGLISH)


def test_print_on_a_transparent_ground_is_read():
    required("rapidocr")
    ink = picture(ENGLISH).point(lambda level: 255 - level)
    black = Image.new("RGBA", ink.size, (0, 0, 0, 0))
    black.putalpha(ink)
    _, extract = parse_image(image_file("PNG", black))
    assert isinstance(extract, Extract)
    assert extract.text.strip() == on_one_line(ENGLISH)


def test_an_image_without_text_is_passed_over():
    required("rapidocr")
    _, failure = parse_image(image_file("PNG", Image.radial_gradient("L")))
    assert isinstance(failure, PassedOver)
    assert "no text is found" in failure.reason


def test_without_an_engine_images_are_passed_over(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(images, "ocr_engine", lambda: None)
    (failure,) = parse_image(image_file("PNG", Image.new("L", (40, 40))))
    assert isinstance(failure, PassedOver)
    assert "citera[ocr]" in failure.reason


@pytest.mark.parametrize("size", [(20_000, 6_000), (20_000, 10_000)])  # Pillow refuses the second
def test_an_image_that_would_fill_the_memory_is_refused(size: tuple[int, int]):
    required("rapidocr")
    file = image_file("PNG", Image.new("1", size), compress_level=1)
    with pytest.raises(UnreadableSource, match="more than 100 million pixels"):
        list(parse_image(file))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_cut_image_is_damaged(kind: str):
    required("rapidocr")
    whole = image_file(kind, picture(ENGLISH)).getvalue()
    for share in (0.1, 0.6):
        with pytest.raises(UnreadableSource, match="damaged"):
            list(parse_image(BytesIO(whole[: int(share * len(whole))])))
