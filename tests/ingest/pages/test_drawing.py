"""Pages are drawn within limits, whatever their file says of them."""

from io import BytesIO
from math import inf

import pytest
from PIL import Image

from ingest.pages import drawing
from ingest.pages.draw_process import LONGEST_SIDE, MOST_PIXELS, scale_of
from ingest.pages.drawing import draw_page
from ingest.pages.errors import PageUnavailable
from ingest.pages.original import Original
from tests.ingest.parsers.pdf.drawing import HEIGHT, WIDTH, pdf


@pytest.fixture
def original(tmp_path):
    """A file of one page; `box` takes the place of its media box."""

    def write(box: bytes = b"[0 0 595 842]") -> Original:
        path = tmp_path / "a.pdf"
        path.write_bytes(pdf([[(40, 100, "The dam held.", 30)]]).replace(b"[0 0 595 842]", box))
        return Original(path, str(box))

    return write


def picture(original: Original, width: int = 300) -> Image.Image:
    return Image.open(BytesIO(draw_page(original, 1, width)))


def test_a_page_is_drawn_as_wide_as_asked_with_what_is_on_it(original):
    drawn = picture(original()).convert("L")
    assert abs(drawn.width - 300) <= 1
    assert abs(drawn.height - 300 * HEIGHT / WIDTH) <= 1
    assert drawn.getextrema()[1] == 255
    assert drawn.getextrema()[0] < 128


def test_what_is_filled_into_a_form_is_drawn(tmp_path):
    field = "/Subtype /Widget /FT /Tx /T (a) /V (Aurora) /F 4 /DA (/F 11 Tf)"
    dark = f"{field} /Rect [100 600 300 640] /MK << /BG [0 0 0] >>"
    path = tmp_path / "form.pdf"
    path.write_bytes(pdf([[(40, 100, "Ship:")]], annotations=[dark]))
    drawn = picture(Original(path, "form")).convert("L")
    scale = drawn.width / WIDTH
    assert drawn.getpixel((round(250 * scale), round((HEIGHT - 605) * scale))) < 64


def test_each_page_of_an_image_is_drawn_and_none_enlarged(tmp_path):
    path = tmp_path / "a.tif"
    pages = [Image.new("I;16", (90, 60), level * 256) for level in (200, 100)]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    first, second = (
        Image.open(BytesIO(draw_page(Original(path, "tif", is_image=True), page, width)))
        for page, width in ((1, 30), (2, 300))
    )
    assert (first.size, first.getpixel((0, 0))) == ((30, 20), (200, 200, 200))
    assert (second.size, second.getpixel((0, 0))) == ((90, 60), (100, 100, 100))


def test_a_photograph_is_drawn_as_it_was_held(tmp_path):
    path = tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    Image.new("L", (90, 60)).save(path, exif=exif)
    assert picture(Original(path, "jpg", is_image=True), 30).size == (30, 45)


def test_a_page_of_huge_size_makes_no_huge_picture(original):
    drawn = picture(original(b"[0 0 9 99999]"), 1200)
    assert drawn.height <= LONGEST_SIDE + 1
    assert drawn.width * drawn.height <= MOST_PIXELS


@pytest.mark.parametrize(("width", "height"), [(1e-6, 1e6), (1e6, 1e-6), (1e9, 1e9), (0.01, 0.01)])
def test_every_size_keeps_to_the_limits(width, height):
    scale = scale_of(width, height, 1200)
    assert scale > 0
    assert scale * width <= 1200.1
    assert scale**2 * width * height <= MOST_PIXELS * 1.01
    assert scale * max(width, height) <= LONGEST_SIDE * 1.01


@pytest.mark.parametrize("size", [0.0, -5.0, float("nan")])
def test_a_page_without_a_size_is_not_drawn(size):
    with pytest.raises(ValueError, match="no size"):
        scale_of(size, 842, 1200)
    assert scale_of(595, 842, 1200) < inf


def test_a_page_that_takes_too_long_is_given_up(original, monkeypatch):
    monkeypatch.setattr(drawing, "_SECONDS", 0.001)
    with pytest.raises(PageUnavailable) as failure:
        draw_page(original(), 1, 301)
    assert failure.value.reason == "undrawn"


def test_a_page_that_the_file_lacks_is_not_drawn(original):
    with pytest.raises(PageUnavailable):
        draw_page(original(), 2, 300)
