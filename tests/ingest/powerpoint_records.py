"""Writes PowerPoint presentations of 1997 to 2003, record by record, by [MS-PPT]."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from tests.ingest.compound import compound_file
from tests.ingest.excel_records import summary

TITLE, BODY, NOTES, OTHER = 0, 1, 2, 4
OPEN_TOKEN, LOCKED_TOKEN = 0xE391C05F, 0xF3D1C4DF
SLIDE_NUMBER = 0x0FD8
_DOCUMENT_NUMBER, _FIRST_ID = 1, 256


@dataclass(frozen=True)
class Slide:
    """A slide: its outline of titles and main texts, other boxes with their fields, and notes."""

    outline: Sequence[tuple[int, str]] = ()
    boxes: Sequence[tuple[str, Sequence[int]]] = ()
    notes: str = ""


def record(kind: int, content: bytes, instance: int = 0, version: int = 0) -> bytes:
    return struct.pack("<HHI", instance << 4 | version, kind, len(content)) + content


def container(kind: int, *inside: bytes, instance: int = 0) -> bytes:
    return record(kind, b"".join(inside), instance, 0xF)


def text(kind: int, words: str, fields: Sequence[int] = ()) -> bytes:
    """A text in the shorter of its two forms, and the fields in it."""
    try:
        characters = record(0x0FA8, words.encode("latin-1"))
    except UnicodeEncodeError:
        characters = record(0x0FA0, words.encode("utf-16-le"))
    head = record(0x0F9F, struct.pack("<I", kind))
    return head + characters + b"".join(record(field, bytes(4)) for field in fields)


def box(*inside: bytes) -> bytes:
    """A shape with a text, as it lies in the groups of shapes of a slide."""
    shape = container(0xF004, record(0xF00A, bytes(8), version=2), container(0xF00D, *inside))
    return container(0x040C, container(0xF002, container(0xF003, shape)))


def _listed(instance: int, entries: Sequence[tuple[int, int, Sequence[tuple[int, str]]]]) -> bytes:
    """A list of slides: number of the object, number of the slide, outline."""
    parts = []
    for number, slide, outline in entries:
        parts.append(record(0x03F3, struct.pack("<5I", number, 4, len(outline), slide, 0)))
        parts += [text(kind, words) for kind, words in outline]
    return container(0x0FF0, *parts, instance=instance)


def _objects(slides: Sequence[Slide]) -> dict[int, bytes]:
    """The objects of a presentation by their numbers."""
    objects = {}
    listed, with_notes = [], []
    for at, slide in enumerate(slides):
        number, notes, slide_id = 2 + at, 1000 + at, _FIRST_ID + at
        # The text of a placeholder is in the outline, and its box refers to it.
        shapes = [box(record(0x0F9E, struct.pack("<I", n))) for n in range(len(slide.outline))]
        shapes += [box(text(OTHER, words, fields)) for words, fields in slide.boxes]
        objects[number] = container(0x03EE, record(0x03EF, bytes(24), version=2), *shapes)
        listed.append((number, slide_id, slide.outline))
        if slide.notes:
            atom = record(0x03F1, struct.pack("<IHH", slide_id, 0, 0), version=1)
            objects[notes] = container(0x03F0, atom, box(text(NOTES, slide.notes)))
            with_notes.append((notes, 512 + at, ()))
    masters = _listed(1, [(900, 0x80000000, [(TITLE, "Click to edit Master title style")])])
    lists = [masters, _listed(0, listed), _listed(2, with_notes)]
    objects[_DOCUMENT_NUMBER] = container(0x03E8, record(0x03E9, bytes(40), version=1), *lists)
    return objects


def _save(stream: bytes, objects: dict[int, bytes], before: int) -> tuple[bytes, int]:
    """A stream with a further save at its end, and the place of that."""
    directory = b""
    for number, content in objects.items():
        directory += struct.pack("<II", 1 << 20 | number, len(stream))
        stream += content
    place = len(stream)
    stream += record(0x1772, directory)
    edit = struct.pack("<6IHH", 0, 0x03000DE1, before, place, _DOCUMENT_NUMBER, 2000, 1, 0)
    return stream + record(0x0FF5, edit), len(stream)


def presentation(
    *saves: Sequence[Slide],
    token: int = OPEN_TOKEN,
    title: str = "",
    author: str = "",
    created: int = 0,
) -> bytes:
    """The file of a presentation, each save of which keeps what was saved before."""
    stream, place = b"", 0
    for slides in saves:
        stream, place = _save(stream, _objects(slides), place)
    user = struct.pack("<IIIHHBBH", 20, token, place, 0, 0x03F4, 3, 0, 0)
    return compound_file(
        {
            "PowerPoint Document": stream,
            "Current User": record(0x0FF6, user),
            "\x05SummaryInformation": summary(title, author, created),
        }
    )
