"""Hostile documents that are zip packages of XML: those of Office and OpenDocument, and EPUB."""

from collections.abc import Iterator

import regex

from tests.ingest.hostile.archives import packed
from tests.ingest.hostile.numbers import WITH_NUMBERS, parts_of, pptx_of, sound_parts, xlsx_of
from tests.ingest.hostile.texts import Files
from tests.ingest.packages import Parts, odf, relations, xlsx
from tests.ingest.story import FIRST

STORY = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/worksheets/sheet1.xml",
    ".pptx": "ppt/slides/slide1.xml",
    ".odt": "content.xml",
    ".ods": "content.xml",
    ".odp": "content.xml",
    ".epub": "OEBPS/text/b.xhtml",
}
"""For each format of packages, the part that holds the story."""


def _parts(suffix: str) -> dict[str, bytes]:
    if suffix == ".epub":
        return dict(sound_parts(".epub"))
    return parts_of(packed(WITH_NUMBERS[suffix]("1")))


_LAUGHS = (
    '<!ENTITY a "'
    + "ha" * 50
    + '">'
    + "".join(
        f'<!ENTITY {this} "{f"&{before};" * 10}">'
        for before, this in zip("abcdefgh", "bcdefghi", strict=True)
    )
)
_SECRET = '<!ENTITY i SYSTEM "file:///etc/passwd">'
_DEFAULTS = f'<!ATTLIST x y CDATA "{"a" * 10_000}">'


def hostile_packages(suffix: str) -> Iterator[tuple[str, bytes]]:
    """Packages of a format with one part that is hostile, each with what is wrong."""
    parts, story = _parts(suffix), STORY[suffix]
    text = parts[story].decode()
    root = regex.match(r"(?:<\?[^>]*\?>\s*)?<([\w:]+)", text)[1]
    first = text.index(FIRST[:30] if FIRST[:30] in text else "<p>")

    def with_story(written: str | bytes) -> bytes:
        return packed(parts | {story: written})

    body = regex.sub(r"^<\?[^>]*\?>", "", text)
    for name, declared in {"a bomb of entities": _LAUGHS, "a file": _SECRET}.items():
        entity = f"<!DOCTYPE {root} [{declared}]>"
        yield f"{name} in its text", with_story(entity + body.replace(FIRST[:9], f"&i;{FIRST[:9]}"))
        yield (
            f"{name} in an attribute",
            with_story(entity + body.replace(f"<{root}", f'<{root} z="&i;"', 1)),
        )
    yield (
        "attributes by default",
        with_story(
            f"<!DOCTYPE {root} [{_DEFAULTS}]>" + body[:first] + "<x/>" * 3000 + body[first:]
        ),
    )
    yield "elements in elements", with_story(body[:first] + "<x>" * 100_000)
    yield (
        "as many elements as the parser allows in each other",
        with_story(body[:first] + "<x>" * 200 + FIRST + "</x>" * 200 + body[first:]),
    )
    yield "no XML", with_story(b"\0\xff" * 5000)
    yield "nothing", with_story("")
    yield (
        "another encoding than stated",
        with_story(f'<?xml version="1.0" encoding="utf-16"?>{body}'),
    )
    yield "an unknown encoding", with_story(f'<?xml version="1.0" encoding="x-none"?>{body}')
    yield "a part of 40 MB", with_story(body + " " * (40 * 2**20))
    for name in parts:
        yield (
            f"without {name}",
            packed({part: data for part, data in parts.items() if part != name}),
        )
        yield f"half of {name}", packed(parts | {name: parts[name][: len(parts[name]) // 2]})
    for name in [name for name in parts if name.endswith(".rels")]:
        yield (
            f"{name} to itself",
            packed(
                parts
                | {name: regex.sub(rb'Target="[^"]*"', b'Target="../_rels/.rels"', parts[name])}
            ),
        )


def _slides_of_one() -> dict[str, str | bytes]:
    names = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ids = '<sldId id="1" r:id="r1"/>' * 20_000
    return {
        **pptx_of("1"),
        "ppt/presentation.xml": f'<p xmlns:r="{names}"><sldIdLst>{ids}</sldIdLst></p>',
        "ppt/_rels/presentation.xml.rels": relations({"r1": "slides/slide1.xml"}),
    }


def _sheets_of_one() -> dict[str, str | bytes]:
    parts = xlsx_of("1")
    return {
        **parts,
        "xl/workbook.xml": regex.sub(r"(<sheet .*?/>)", r"\1" * 20_000, parts["xl/workbook.xml"]),
    }


def _chapters_of_one() -> dict[str, str | bytes]:
    parts: dict[str, str | bytes] = dict(sound_parts(".epub"))
    package = sound_parts(".epub")["OEBPS/book.opf"].decode()
    return {
        **parts,
        "OEBPS/book.opf": package.replace('<itemref idref="a"/>', '<itemref idref="a"/>' * 20_000),
        "OEBPS/text/a first.xhtml": f"<html><body><p>{FIRST * 200}</p></body></html>",
    }


def _wide_row(times: str, text: str) -> Parts:
    cell = f'<table:table-cell table:number-columns-repeated="{times}"><text:p>{text}</text:p>'
    row = f"<table:table-row>{cell}</table:table-cell></table:table-row>"
    return odf("spreadsheet", f"<table:table>{row}</table:table>")


def _rows(count: int, cell: str) -> Parts:
    rows = f"<table:table-row>{cell}</table:table-row>" * count
    return odf("spreadsheet", f"<table:table>{rows}</table:table>")


OTHERS: Files = {
    "one slide 20,000 times.pptx": lambda: packed(_slides_of_one()),
    "one sheet 20,000 times.xlsx": lambda: packed(_sheets_of_one()),
    "one chapter 20,000 times.epub": lambda: packed(_chapters_of_one()),
    "a million columns of much text.ods": lambda: packed(_wide_row("1000000", FIRST * 100)),
    "empty columns.ods": lambda: packed(
        _rows(3_000, '<table:table-cell table:number-columns-repeated="16384"/>')
    ),
    "covered columns.ods": lambda: packed(
        _rows(300, '<table:covered-table-cell table:number-columns-repeated="16384"/>')
    ),
    "cells far to the right.xlsx": lambda: packed(
        xlsx({"A": "<sheetData>" + '<row><c r="XFD1"><v>1</v></c></row>' * 30 + "</sheetData>"})
    ),
    "a number of many decimals.xlsx": lambda: packed(
        {**xlsx_of("1"), "xl/styles.xml": _decimals(1_000_000)}
    ),
    "merged cells.xlsx": lambda: packed(
        xlsx(
            {
                "A": "<sheetData>"
                + "<row><c><v>1</v></c></row>" * 500
                + "</sheetData><mergeCells>"
                + '<mergeCell ref="A1:XFD1048576"/>' * 1000
                + "</mergeCells>"
            }
        )
    ),
}


def _decimals(count: int) -> str:
    code = f'<numFmt numFmtId="164" formatCode="0.{"0" * count}%"/>'
    styles = '<xf numFmtId="164"/>' * 3
    return f"<styleSheet><numFmts>{code}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>"
