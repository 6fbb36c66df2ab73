"""Pictures of printed text, as a scanner gives them, and files that hold them."""

from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image

ENGLISH = "The harbour of Rosvik\nclosed for repairs on\nMonday. The works cost\n9 million crowns."
FRENCH = (
    "Le conseil a été élu\nen février à Tréville.\nIl espère une réponse\navant la fin du mois."
)


def on_one_line(text: str) -> str:
    return " ".join(text.split())


@cache
def picture(*columns: str) -> Image.Image:
    """Columns of text, printed by PDFium, as no font of Pillow has accents."""
    from fpdf import FPDF
    from pypdfium2 import PdfDocument

    document = FPDF(unit="pt", format=(430, 150))
    document.core_fonts_encoding = "cp1252"
    document.add_page()
    document.set_font("helvetica", size=14)
    for number, column in enumerate(columns):
        for row, line in enumerate(column.split("\n")):
            document.text(24 + 206 * number, 40 + 21 * row, line)
    page = PdfDocument(bytes(document.output()))[0]
    return page.render(scale=150 / 72).to_pil().convert("L")


def image_file(kind: str, *pages: Image.Image, **stated: Any) -> BytesIO:
    """An image file with these pages, of which kinds other than TIFF and PDF have one."""
    file = BytesIO()
    further = {"save_all": True, "append_images": pages[1:]} if pages[1:] else {}
    pages[0].save(file, kind, **further, **stated)
    file.seek(0)
    return file


def joined(*parts: bytes) -> BytesIO:
    """A PDF file of the pages of all `parts`."""
    from pypdfium2 import PdfDocument

    document = PdfDocument.new()
    for part in parts:
        document.import_pages(PdfDocument(part))
    file = BytesIO()
    document.save(file)
    file.seek(0)
    return file
