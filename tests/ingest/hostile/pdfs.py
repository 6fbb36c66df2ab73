"""Hostile PDF files, written object by object: loops, lying counts and lengths, bombs."""

import zlib
from collections.abc import Mapping

from tests.ingest.hostile.texts import Files

_WORDS = b"BT /F 12 Tf 72 700 Td (The talks began in Moscow on Monday.) Tj ET"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
    b"/Resources<</Font<</F 5 0 R>>>>%s>>"
)


def pdf(objects: Mapping[int, bytes], trailer: bytes = b"", start: int | None = None) -> bytes:
    """A file of objects by their numbers, with a table that tells where they are."""
    data, places = b"%PDF-1.7\n", {}
    for number, content in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(data)
    data += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        data += b"%d 1\n%010d 00000 n \n" % (number, place)
    data += b"trailer\n<</Root 1 0 R/Size %d%s>>\n" % (max(objects) + 1, trailer)
    return data + b"startxref\n%d\n%%%%EOF\n" % (table if start is None else start)


def _stream(content: bytes, length: int | bytes | None = None, more: bytes = b"") -> bytes:
    stated = len(content) if length is None else length
    written = stated if isinstance(stated, bytes) else b"%d" % stated
    return b"<</Length %s%s>>\nstream\n%s\nendstream" % (written, more, content)


def _objects(
    pages: bytes = b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    content: bytes = _stream(_WORDS),
    page: bytes = b"",
    catalogue: bytes = b"",
    more: Mapping[int, bytes] | None = None,
) -> dict[int, bytes]:
    return {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
        2: pages,
        3: _PAGE % page,
        4: content,
        5: _FONT,
        **(more or {}),
    }


def _layers(depth: int, width: int) -> dict[int, bytes]:
    """Page trees in page trees, each holding the one below it several times over."""
    found = {}
    for level in range(depth):
        below = 11 + level if level < depth - 1 else 3
        kids = b" ".join([b"%d 0 R" % below] * width)
        count = width ** (depth - level)
        found[10 + level] = b"<</Type/Pages/Parent 2 0 R/Kids[%s]/Count %d>>" % (kids, count)
    return found


def _bomb(size: int) -> bytes:
    packed = zlib.compress(b" " * size, 9)
    return _stream(packed, more=b"/Filter/FlateDecode")


def _letters(count: int, step: int = 7919) -> bytes:
    """Letters all over a page, none beside another."""
    shown = (
        b"1 0 0 1 %d %d Tm (a) Tj" % (step * n % 600, step * n * 31 % 780) for n in range(count)
    )
    return _stream(b"BT /F 4 Tf " + b"\n".join(shown) + b" ET")


_FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
_WITH_FORM = b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>"
_MAP = (
    b"1 begincodespacerange <00> <ff> endcodespacerange"
    b" 1 beginbfrange <00> <ffffffff> <0000> endbfrange"
)

PDFS: Files = {
    "sound.pdf": lambda: pdf(_objects()),
    "a page tree in itself.pdf": lambda: pdf(
        _objects(b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>")
    ),
    "two page trees in each other.pdf": lambda: pdf(
        _objects(
            b"<</Type/Pages/Kids[6 0 R]/Count 9>>",
            more={6: b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 9>>"},
        )
    ),
    "a page that is its own parent.pdf": lambda: pdf(_objects(page=b"/Parent 3 0 R")),
    **{
        f"{count} pages claimed.pdf": lambda count=count: pdf(  # type: ignore[misc]
            _objects(b"<</Type/Pages/Kids[3 0 R]/Count %d>>" % count)
        )
        for count in (-1, 0, 5_000, 2**31 - 1, 2**32, 10**20)
    },
    "a page ten million times.pdf": lambda: pdf(
        _objects(b"<</Type/Pages/Kids[10 0 R]/Count 10000000>>", more=_layers(7, 10))
    ),
    "page trees 3,000 deep.pdf": lambda: pdf(
        _objects(b"<</Type/Pages/Kids[10 0 R]/Count 1>>", more=_layers(3000, 1))
    ),
    "a table that goes on with itself.pdf": lambda: _with_previous(),
    "a table far behind the end.pdf": lambda: pdf(_objects(), start=10**9),
    "a table before the beginning.pdf": lambda: pdf(_objects(), start=-5),
    "a huge table.pdf": lambda: pdf(_objects(), b"/Size 999999999"),
    **{
        f"a length of {length}.pdf": lambda length=length: pdf(  # type: ignore[misc]
            _objects(content=_stream(_WORDS, length))
        )
        for length in (-1, 2**31 - 1, 10**20)
    },
    "a length that is its own.pdf": lambda: pdf(_objects(content=_stream(_WORDS, b"4 0 R"))),
    "an object in itself.pdf": lambda: pdf(
        _objects(content=b"4 0 R", more={6: b"[6 0 R]", 7: b"8 0 R", 8: b"7 0 R"})
    ),
    "streams of objects that go on with each other.pdf": lambda: pdf(
        _objects(
            more={
                6: _stream(b"7 0 <<>>", more=b"/Type/ObjStm/N 1/First 4/Extends 7 0 R"),
                7: _stream(b"6 0 <<>>", more=b"/Type/ObjStm/N 99999999/First -4/Extends 6 0 R"),
            }
        )
    ),
    "arrays in arrays.pdf": lambda: pdf(_objects(catalogue=b"/X " + b"[" * 100_000)),
    "states in states.pdf": lambda: pdf(_objects(content=_stream(b"q " * 200_000 + _WORDS))),
    "an operator of many values.pdf": lambda: pdf(_objects(content=_stream(b"1 " * 200_000))),
    "content that unpacks to 24 MB.pdf": lambda: pdf(_objects(content=_bomb(24 * 2**20))),
    "content that is packed often.pdf": lambda: pdf(
        _objects(content=_stream(_WORDS, more=b"/Filter[%s]" % (b"/FlateDecode" * 5000)))
    ),
    "letters all over.pdf": lambda: pdf(_objects(content=_letters(3000))),
    "letters in one place.pdf": lambda: pdf(_objects(content=_letters(5000, 0))),
    "a line of 20,000 letters.pdf": lambda: pdf(
        _objects(content=_stream(b"BT /F 1 Tf 0 700 Td (%s) Tj ET" % (b"a " * 20_000)))
    ),
    **{
        f"a page of {box.decode()}.pdf": lambda box=box: pdf(  # type: ignore[misc]
            _objects(page=b"/MediaBox[%s]/Rotate 45/UserUnit 1e30" % box)
        )
        for box in (b"0 0 1e30 1e30", b"0 0 0 0", b"612 792 0 0", b"0 0 nan inf", b"-1e9 -1e9 1 1")
    },
    "labels in labels.pdf": lambda: pdf(
        _objects(
            catalogue=b"/PageLabels 6 0 R",
            more={6: b"<</Kids[6 0 R 6 0 R]/Limits[0 9]/Nums[0<</S/r/St 2147483647>>]>>"},
        )
    ),
    "letters of any number.pdf": lambda: pdf(
        _objects(
            page=b"/Resources<</Font<</F 6 0 R>>>>",
            more={
                6: _FONT[:-2]
                + b"/ToUnicode 7 0 R/FirstChar -5/LastChar 99999999/Widths[1e30 -1]>>",
                7: _stream(_MAP),
            },
        )
    ),
    "a huge font.pdf": lambda: pdf(
        _objects(content=_stream(_WORDS.replace(b"12 Tf", b"1e30 Tf 1e30 Tc -1e30 Tz")))
    ),
    "letters outside.pdf": lambda: pdf(
        _objects(content=_stream(_WORDS.replace(b"72 700", b"1e30 -1e30")))
    ),
    "locked by nothing.pdf": lambda: pdf(_objects(), b"/Encrypt<</Filter/Standard/V 9/R -1>>/ID[]"),
    "metadata without an end.pdf": lambda: pdf(
        _objects(more={6: _stream(b"<prism:coverDate" * 30_000 + b"<dc:date>" * 30_000)})
    ),
    "metadata of spaces.pdf": lambda: pdf(
        _objects(
            more={6: _stream(b"<dc:date>" + b" " * 200_000 + b"<prism:coverDate>" + b" " * 9999)}
        )
    ),
}


def form_in_itself() -> bytes:
    """A page of a form that shows itself twenty times, and so takes PDFium for ever."""
    return pdf(
        _objects(
            content=_stream(_WORDS + b" /X Do"),
            page=_WITH_FORM,
            more={6: _stream(b"/X Do " * 20 + _WORDS, more=_FORM)},
        )
    )


def _with_previous() -> bytes:
    place = pdf(_objects()).rindex(b"xref\n0 1")
    return pdf(_objects(), b"/Prev %d/XRefStm %d" % (place, place))
