"""Parses PowerPoint presentations (PPTX).

Implemented here, as the usual library, python-pptx, reads no presentation of which a part is
missing, and brings a library that writes workbooks. Uses the slides, notes, tables, diagrams and
charts of PresentationML and DrawingML (ECMA-376, part 1, sections 19 to 21).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO
from zipfile import ZipFile

import regex

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.parsers.charts import text_of_chart
from ingest.parsers.packages import open_package, parse_part, relations
from ingest.parsers.properties import office_properties
from ingest.parsers.slides import extract_of_slides
from ingest.parsers.tables import table_lines

if TYPE_CHECKING:
    from lxml.etree import _Element

_PRESENTATION = "ppt/presentation.xml"
_SLIDE = regex.compile(r"ppt/slides/slide(\d+)\.xml")
_NOTES = "ppt/notesSlides/notesSlide{}.xml"
# Placeholders of what stands on every slide, and of the picture of a slide above its notes.
_NOT_OF_SLIDE = {"dt", "ftr", "hdr", "sldNum", "sldImg"}
_TITLES = {"title", "ctrTitle"}


def parse_pptx(stream: BinaryIO) -> Iterator[Extract]:
    """The article in a presentation: a page for each slide, with its speaker's notes at its end.

    Raises:
        UnreadableSource: if it is damaged or has no slides.
    """
    with open_package(stream, "presentation") as package:
        stated = office_properties(package)
        paths = _paths(package)
        if not paths:
            raise UnreadableSource("the presentation has no slides")
        yield extract_of_slides((_blocks(package, path) for path in paths), stated)


def _paths(package: ZipFile) -> list[str]:
    """The paths of the slides in their order, or in that of their numbers if none is stated."""
    names = set(package.namelist())
    stated: list[str] = []
    if _PRESENTATION in names:
        targets = relations(package, _PRESENTATION)
        root = parse_part(package, _PRESENTATION)
        # Of the two attributes called `id`, that of the relation has a namespace.
        ids = [dict(slide.attrib) for slide in root.iterfind("{*}sldIdLst/{*}sldId")]
        stated = [
            targets.get(value, "") for each in ids for key, value in each.items() if "}" in key
        ]
    numbered = sorted((int(match[1]), name) for name in names if (match := _SLIDE.fullmatch(name)))
    # Each slide is once in a presentation; a hostile one names it a million times.
    in_order = dict.fromkeys(path for path in stated if path in names)
    return list(in_order) or [name for _, name in numbered]


def _blocks(package: ZipFile, path: str) -> Iterator[str]:
    """What is on a slide, then its notes."""
    parts = relations(package, path).values()
    root = parse_part(package, path)
    yield from _shapes(root)
    for part in parts:
        if "/diagrams/data" in part:
            for words in parse_part(package, part).iterfind(".//{*}pt/{*}t"):
                yield from _paragraphs(words)
        elif "/charts/chart" in part and (chart := text_of_chart(parse_part(package, part))):
            yield chart
    number = _SLIDE.fullmatch(path)
    unstated = [_NOTES.format(number[1])] if number and not parts else []
    for part in [part for part in parts if "/notesSlides/" in part] or unstated:
        if part in package.namelist():
            yield from _shapes(parse_part(package, part))


def _shapes(root: "_Element") -> Iterator[str]:
    """A block for each paragraph and table, first of all those of the title."""
    shapes = [shape for shape in root.iter("{*}sp", "{*}graphicFrame") if _is_shown(shape)]
    for shape in sorted(shapes, key=lambda shape: _placeholder(shape) not in _TITLES):
        table = next(shape.iter("{*}tbl"), None)
        if table is None:
            yield from _paragraphs(shape)
        elif lines := table_lines(list(map(_columns, table.iter("{*}tr"))), _is_headed(table)):
            yield "\n".join(lines)


def _is_shown(shape: "_Element") -> bool:
    is_old = any(parent.tag.endswith("}Fallback") for parent in shape.iterancestors())
    return not is_old and _placeholder(shape) not in _NOT_OF_SLIDE


def _placeholder(shape: "_Element") -> str | None:
    """What kind of placeholder a shape fills; None for one that stands by itself."""
    placeholder = shape.find("{*}nvSpPr/{*}nvPr/{*}ph")
    return None if placeholder is None else placeholder.get("type", "body")


def _paragraphs(shape: "_Element") -> Iterator[str]:
    for paragraph in shape.iter("{*}p"):
        if text := _text(paragraph).strip():
            yield text


def _text(paragraph: "_Element") -> str:
    parts = []
    for node in paragraph.iter("{*}t", "{*}br"):
        parts.append("\n" if node.tag.endswith("}br") else node.text or "")
    return "".join(parts)


def _columns(row: "_Element") -> list[str]:
    """A row of a table; what is merged is there once, and empty cells hold the columns."""
    return [" ".join(" ".join(_paragraphs(cell)).split()) for cell in row.iterchildren("{*}tc")]


def _is_headed(table: "_Element") -> bool:
    properties = table.find("{*}tblPr")
    return properties is not None and properties.get("firstRow") in ("1", "true")
