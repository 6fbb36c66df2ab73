"""Images of pages, such as scans and photographs: PNG, JPEG and TIFF, recognised by OCR."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from ingest.errors import PassedOver, SourceFailure, UnreadableSource
from ingest.extract import Extract, PageRead, PageRecognised
from ingest.parsers.limits import MAX_RECOGNISED_PAGES
from ingest.parsers.ocr import OcrEngine, ocr_engine
from ingest.parsers.ocr.choose import HOW_TO_INSTALL
from ingest.parsers.pdf.recognition import RecognisedPage, recognise
from ingest.parsers.pdf.running_heads import Page
from ingest.parsers.pdf.stated import stated_date
from ingest.parsers.pdf.text import text_of_pages

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

_MOST_PIXELS = 100_000_000
"""Pixels of a page that is opened: A2 at 400 dots an inch has 61 million."""
_RECOGNISED_SIDE = 4000
"""Longer side, in pixels, to which a page is reduced: A4 at 300 dots an inch has 3508."""
_DOTS = (50, 1200)
_USUAL_DOTS = 150.0
"""Dots an inch, where an image states none or what is none of a scan."""


def parse_image(stream: BinaryIO) -> Iterator[Extract | PageRead | SourceFailure]:
    """The text in an image, or in all pages of a TIFF file, as OCR recognises it.

    An image without text is passed over, and any image where no OCR is installed. Pages that are
    left out come last.

    Raises:
        UnreadableSource: if it is damaged or too large, or its text is recognised with too little
            certainty.
    """
    engine = ocr_engine()
    if engine is None:
        reason = f"it is an image; to have its text recognised, {HOW_TO_INSTALL}"
        yield PassedOver("", reason)
        return
    recognised: list[RecognisedPage] = []
    for page, count in _recognised(stream, engine):
        recognised.append(page)
        yield PageRecognised(len(recognised), count)
    if not any(page.is_text for page in recognised):
        yield PassedOver("", "it is an image in which no text is found")
        return
    yield (yield from _read(recognised, engine))
    yield from _left_out(recognised, engine)


def recognise_image_page(stream: BinaryIO, index: int, engine: OcrEngine) -> RecognisedPage:
    """What is recognised on the page of an image at `index`, from 0.

    Raises:
        UnreadableSource: if the image is damaged or too large, or there is no such page.
    """
    with _opened(stream) as image:
        try:
            image.seek(index)
        except EOFError as error:
            raise UnreadableSource(f"it has no page {index + 1}") from error
        return recognise(engine, *_pixels(image))


def _read(
    recognised: list[RecognisedPage], engine: OcrEngine
) -> Generator[PageRead, None, Extract]:
    pages = [_page(number, each) for number, each in enumerate(recognised, 1)]
    extract = yield from text_of_pages(lambda: pages, len(pages))
    if not extract.text.strip():
        raise UnreadableSource(next(_left_out(recognised, engine)).reason)
    return replace(extract, date=stated_date(b"", extract.text.split("\n\n")))


def _page(number: int, recognised: RecognisedPage) -> Page:
    page = Page(number, recognised.levelling.height, [])
    return recognised.beside(page) if recognised.is_certain else page


def _left_out(recognised: list[RecognisedPage], engine: OcrEngine) -> Iterator[SourceFailure]:
    for number, page in enumerate(recognised, 1):
        if page.is_text and not page.is_certain:
            yield SourceFailure(f"page {number}", page.why_left_out(engine))


def _recognised(stream: BinaryIO, engine: OcrEngine) -> Iterator[tuple[RecognisedPage, int]]:
    """Each page as it is recognised, and how many there are."""
    with _opened(stream) as image:
        # Some cameras put further pictures, of the same or none, behind that of a JPEG file.
        count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
        if count > MAX_RECOGNISED_PAGES:
            raise UnreadableSource(f"it has more than {MAX_RECOGNISED_PAGES} pages; split it up")
        for index in range(count):
            image.seek(index)
            yield recognise(engine, *_pixels(image)), count


@contextmanager
def _opened(stream: BinaryIO) -> "Iterator[ImageFile]":
    """An image; errors of Pillow become `UnreadableSource`, those of its use too."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(stream, formats=("PNG", "JPEG", "TIFF")) as image:
            yield image
    except Image.DecompressionBombError as error:
        raise UnreadableSource(_WHY_TOO_LARGE) from error
    except UnidentifiedImageError as error:
        raise UnreadableSource("it is damaged: it cannot be opened as an image") from error
    except (OSError, SyntaxError) as error:  # Pillow raises these where data end early or are wrong
        raise UnreadableSource(f"it is damaged: {error}") from error


_WHY_TOO_LARGE = (
    f"it is an image of more than {_MOST_PIXELS // 1_000_000} million pixels; save it smaller"
)


def _pixels(image: "Image") -> "tuple[NDArray[np.uint8], float]":
    """The pixels of an upright page as blue, green and red, and its width in points."""
    import numpy as np
    from PIL import ImageOps

    if image.width * image.height > _MOST_PIXELS:
        raise UnreadableSource(_WHY_TOO_LARGE)
    dots = _dots_per_inch(image)
    upright = ImageOps.exif_transpose(image)
    width = upright.width * 72 / dots
    upright.thumbnail((_RECOGNISED_SIDE, _RECOGNISED_SIDE))
    return np.ascontiguousarray(np.asarray(_on_white(upright))[:, :, ::-1]), width


def _on_white(image: "Image") -> "Image":
    """The image in red, green and blue, with white where it is transparent."""
    from PIL import Image

    if image.mode.startswith("I;16"):  # which Pillow would cut off at 255
        return image.point(lambda level: level / 256).convert("L").convert("RGB")
    if not image.has_transparency_data:
        return image.convert("RGB")
    opaque = Image.new("RGBA", image.size, "white")
    opaque.alpha_composite(image.convert("RGBA"))
    return opaque.convert("RGB")


def _dots_per_inch(image: "Image") -> float:
    across = image.info.get("dpi", (0.0,))[0]
    return float(across) if _DOTS[0] <= across <= _DOTS[1] else _USUAL_DOTS
