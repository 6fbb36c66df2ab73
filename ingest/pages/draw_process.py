"""Writes the picture of a page as PNG to standard output: `pdf|image FILE INDEX WIDTH`.

`drawing.py` runs it by its path, as a program that imports nothing of Citera.
"""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 4_000_000
LONGEST_SIDE = 4000  # pixels
_MEMORY = 2 * 2**30  # bytes
_CPU_SECONDS = 10


def scale_of(page_width: float, page_height: float, width: int) -> float:
    """Pixels per point that make a page `width` pixels wide, or fewer to keep to the limits.

    Raises:
        ValueError: if the page has no size.
    """
    if not (page_width > 0 and page_height > 0):
        raise ValueError("the page has no size")
    within_area: float = (MOST_PIXELS / (page_width * page_height)) ** 0.5
    longest = max(page_width, page_height)
    return min(width / page_width, within_area, LONGEST_SIDE / longest)


def _limit() -> None:
    """Limit the memory and time of this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    for kind, limit in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _CPU_SECONDS)):
        resource.setrlimit(kind, (limit, limit))


def _pdf_page(file: str, index: int, width: int) -> "Image":
    from pypdfium2 import PdfDocument

    document = PdfDocument(file)
    document.init_forms()  # otherwise what is filled into a form is not drawn
    page = document[index]
    bitmap = page.render(scale=scale_of(page.get_width(), page.get_height(), width))
    drawn: Image = bitmap.to_pil()
    return drawn


def _image_page(file: str, index: int, width: int) -> "Image":
    from PIL import Image, ImageOps

    image = Image.open(file, formats=("PNG", "JPEG", "TIFF"))
    image.seek(index)
    upright = ImageOps.exif_transpose(image)
    scale = min(scale_of(*upright.size, width), 1)
    drawn = upright.resize([max(round(side * scale), 1) for side in upright.size])
    if not drawn.mode.startswith("I;16"):
        return drawn
    return drawn.point(lambda level: level / 256).convert("L")  # Pillow cuts off at 255


def _main(kind: str, file: str, index: int, width: int) -> None:
    draw = _image_page if kind == "image" else _pdf_page
    draw(file, index, width).convert("RGB").save(sys.stdout.buffer, "PNG")


if __name__ == "__main__":
    _limit()
    _main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
