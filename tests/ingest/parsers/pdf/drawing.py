"""Small PDF files with each piece of text where a test wants it, in any script, without a font."""

from collections.abc import Container, Iterable, Mapping, Sequence
from io import BytesIO

from ingest.articles import read_stream
from vectorstore import Article

WIDTH, HEIGHT = 595, 842
CHARACTER = 0.5
"""Width of every character, in sizes of the font."""

Piece = tuple[float, float, str] | tuple[float, float, str, float]
"""x and y of the beginning of a piece of text, in points from the top left, and its size."""


def lines(
    x: float, y: float, text: str, size: float = 11, leading: float = 14
) -> list[tuple[float, float, str, float]]:
    """Each line of `text` below the other."""
    return [(x, y + leading * n, line, size) for n, line in enumerate(text.split("\n"))]


def read(*pages: Iterable[Piece], **stated: object) -> Article:
    """The article that is read from a PDF of these pages."""
    (article,) = read_stream(BytesIO(pdf(pages, **stated)), "/a.pdf", "a.pdf", "test")
    assert isinstance(article, Article), article
    return article


def pdf(
    pages: Sequence[Iterable[Piece]],
    info: Mapping[str, str] | None = None,
    labels: str = "",
    rotation: int = 0,
    annotations: Sequence[str] = (),
    rules: Sequence[tuple[float, float, float]] = (),
    boxes: Sequence[tuple[float, float, float, float]] = (),
    bold: Container[str] = (),
) -> bytes:
    """A PDF whose pages hold these pieces, drawn in their order.

    `labels` is the value of its `/PageLabels`; `rotation` is 0 or 90. `annotations` are those of
    the first page, as dictionaries without brackets; those with `/FT` are the fields of a form.
    `rules` are level lines on each page: their left end, right end and y from the top; `boxes` are
    drawn around what is on each: left, right, top and bottom. Pieces whose text is in `bold` are
    in another font.
    """
    pages = [list(page) for page in pages]
    characters = sorted({each for page in pages for piece in page for each in piece[2]})
    codes = {each: code for code, each in enumerate(characters, 1)}
    first = 9
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(pages)))
    notes = [f"{first + 2 * len(pages) + n} 0 R" for n in range(len(annotations))]
    fields = [note for note, each in zip(notes, annotations, strict=True) if "/FT" in each]
    form = f"/AcroForm << /Fields [{' '.join(fields)}] >>" if fields else ""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {form} {f'/PageLabels {labels}' if labels else ''} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Drawn /Encoding /Identity-H"
        " /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Drawn /DW 500 /CIDSystemInfo"
        " << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(_to_unicode(codes)),
        "<< "
        + " ".join(f"/{name} {_string(value)}" for name, value in (info or {}).items())
        + " >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Drawn-Bold /Encoding /Identity-H"
        " /DescendantFonts [8 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Drawn-Bold /DW 500 /CIDSystemInfo"
        " << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    ]
    drawn = [f"{left} {HEIGHT - y} m {right} {HEIGHT - y} l S" for left, right, y in rules]
    drawn += [
        f"{left} {HEIGHT - bottom} {right - left} {bottom - top} re S"
        for left, right, top, bottom in boxes
    ]
    for number, page in enumerate(pages):
        written = [_drawn(piece, codes, rotation, "FB"[piece[2] in bold]) for piece in page]
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {rotation}"
            " /Resources << /Font << /F 3 0 R /B 7 0 R >> >>"
            f" /Contents {first + 2 * number + 1} 0 R"
            f" {f'/Annots [{chr(32).join(notes)}]' if notes and number == 0 else ''} >>",
            _stream("\n".join([*drawn, *written])),
        ]
    objects += [f"<< /Type /Annot {each} >>" for each in annotations]
    return _file(objects)


def _drawn(piece: Piece, codes: Mapping[str, int], rotation: int, font: str) -> str:
    x, y, text = piece[:3]
    size = piece[3] if len(piece) > 3 else 11
    written = "".join(f"{codes[each]:04x}" for each in text)
    place = f"0 1 -1 0 {y} {x}" if rotation == 90 else f"1 0 0 1 {x} {HEIGHT - y}"
    return f"BT /{font} {size} Tf {place} Tm <{written}> Tj ET"


def _to_unicode(codes: Mapping[str, int]) -> str:
    pairs = "\n".join(
        f"<{code:04x}> <{each.encode('utf-16-be').hex()}>" for each, code in codes.items()
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap"
        " 1 begincodespacerange <0000> <ffff> endcodespacerange"
        f" {len(codes)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
    )


def _string(value: str) -> str:
    return f"<feff{value.encode('utf-16-be').hex()}>"


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: Sequence[str]) -> bytes:
    written = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return written + (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R >>\n"
        f"startxref\n{len(written)}\n%%EOF\n"
    ).encode("latin-1")
