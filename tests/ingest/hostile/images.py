"""Hostile images: of more pixels than fit into the memory, of no height, pages in a circle, cut."""

from io import BytesIO

from PIL import Image

from tests.ingest.hostile.texts import Files


def _image(kind: str, size: tuple[int, int], mode: str = "L") -> bytes:
    file = BytesIO()
    Image.new(mode, size).save(file, kind)
    return file.getvalue()


def _claiming(side: int) -> bytes:
    """A JPEG file of a few bytes that claims to be so many pixels wide and high."""
    data = _image("JPEG", (4, 4))
    frame = data.index(b"\xff\xc0") + 5
    return data[:frame] + side.to_bytes(2) * 2 + data[frame + 4 :]


def _pages_in_a_circle() -> bytes:
    """A TIFF file whose first page is followed by itself."""
    data = _image("TIFF", (4, 4))
    first = int.from_bytes(data[4:8], "little")
    following = first + 2 + 12 * int.from_bytes(data[first : first + 2], "little")
    return data[:following] + data[4:8] + data[following + 4 :]


IMAGES: Files = {
    "pixels that fill the memory.png": lambda: _image("PNG", (30_000, 4_000), "1"),
    "65,535 pixels claimed each way.jpg": lambda: _claiming(65_535),
    "9,000 pixels claimed each way.jpg": lambda: _claiming(9_000),
    "a line of 60,000 pixels.png": lambda: _image("PNG", (60_000, 1)),
    "pages in a circle.tif": _pages_in_a_circle,
    "nothing but its beginning.png": lambda: _image("PNG", (4, 4))[:12],
    "cut.tif": lambda: _image("TIFF", (64, 64))[:200],
}
