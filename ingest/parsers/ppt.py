"""Parses PowerPoint presentations of 1997 to 2003 (PPT).

Implemented here, on olefile, as no library that is kept reads them.
"""

from collections.abc import Iterator
from io import BytesIO
from struct import error as StructError
from typing import BinaryIO

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.parsers.limits import MAX_DOCUMENT_BYTES, read_limited
from ingest.parsers.ppt_records import Persisted, Record, is_locked
from ingest.parsers.properties import compound_properties
from ingest.parsers.slides import extract_of_slides

_ADVICE = "open it in PowerPoint or LibreOffice and save it as PPTX"
_LIST, _PERSIST, _NOTES = 0x0FF0, 0x03F3, 0x03F1
_SLIDES_LISTED, _NOTES_LISTED = 0, 2
_TEXT_HEAD, _CHARACTERS, _BYTES = 0x0F9F, 0x0FA0, 0x0FA8
_TEXT_BOX = 0xF00D
_FIELDS = {0x0FD8, 0x0FF7, 0x0FF8, 0x0FF9, 0x0FFA, 0x1015}
"""Fields of the number of a slide, of dates, and of what stands at the head and foot of each."""
_TITLES = (0, 6)

_Text = tuple[int, str]
"""The kind of a text, and its words."""


def parse_ppt(stream: BinaryIO) -> Iterator[Extract]:
    """The article in an older presentation: a page for each slide, with its notes at its end.

    Raises:
        UnreadableSource: if it is damaged, locked by a password or has no slides.
    """
    data = read_limited(stream, MAX_DOCUMENT_BYTES)
    slides = _read(*_streams(data))
    if not slides:
        raise UnreadableSource(f"the old presentation has no slides; {_ADVICE}")
    yield extract_of_slides(slides, compound_properties(data))


def _streams(data: bytes) -> tuple[bytes, bytes]:
    from olefile import OleFileIO

    try:
        with OleFileIO(BytesIO(data)) as compound:
            names = ("PowerPoint Document", "Current User")
            document, current_user = (compound.openstream(name).read() for name in names)
    except Exception as error:  # of many kinds, for what is damaged
        raise UnreadableSource(
            f"the old presentation cannot be read ({error}); {_ADVICE}"
        ) from error
    return document, current_user


def _read(document: bytes, current_user: bytes) -> list[list[str]]:
    try:
        if is_locked(current_user):
            raise UnreadableSource("it is locked by a password; save it without one")
        return list(_slides(Persisted(document, current_user)))
    except StructError as error:
        raise UnreadableSource(f"the old presentation is damaged; {_ADVICE}") from error


def _slides(saved: Persisted) -> Iterator[list[str]]:
    """The paragraphs of each slide, in order."""
    lists = {each.instance: each for each in _inside(saved.document) if each.kind == _LIST}
    notes = dict(_notes(saved, lists.get(_NOTES_LISTED)))
    for number, slide, outline in _listed(lists.get(_SLIDES_LISTED)):
        known = {words for _, words in outline}
        own = [text for text in _boxes(saved.get(number)) if text[1] not in known]
        texts = sorted([*outline, *own], key=lambda text: text[0] not in _TITLES)
        yield [*_paragraphs(texts), *notes.get(slide, ())]


def _notes(saved: Persisted, listed: Record | None) -> Iterator[tuple[int, list[str]]]:
    """The number of the slide to which each page of notes belongs, and its paragraphs."""
    for number, _, _ in _listed(listed):
        page = saved.get(number)
        for record in _inside(page):
            if record.kind == _NOTES:
                yield record.number(), list(_paragraphs(_boxes(page)))


def _inside(record: Record | None) -> Iterator[Record]:
    return record.inside() if record else iter(())


def _listed(listed: Record | None) -> Iterator[tuple[int, int, list[_Text]]]:
    """The number of the object of each slide, that of the slide, and its titles and main texts."""
    slides: dict[int, tuple[int, list[Record]]] = {}  # a hostile one is named a million times
    records: list[Record] = []
    for record in _inside(listed):
        if record.kind == _PERSIST:
            records = []
            slides.setdefault(record.number(), (record.number(12), records))
        records.append(record)
    for number, (slide, parts) in slides.items():
        yield number, slide, list(_texts(parts))


def _boxes(page: Record | None) -> Iterator[_Text]:
    """The texts in the boxes of a page, without those of fields alone."""
    for record in page.walk() if page else ():
        if record.kind == _TEXT_BOX:
            parts = list(record.inside())
            has_fields = any(part.kind in _FIELDS for part in parts)
            for kind, words in _texts(parts):
                if not (has_fields and words.strip() == "*"):
                    yield kind, words


def _texts(parts: list[Record]) -> Iterator[_Text]:
    kind = _TITLES[-1] + 1
    for part in parts:
        if part.kind == _TEXT_HEAD:
            kind = part.number()
        elif part.kind == _CHARACTERS:
            yield kind, bytes(part.content).decode("utf-16-le", "replace")
        elif part.kind == _BYTES:  # the lower halves of characters whose upper ones are 0
            yield kind, bytes(part.content).decode("latin-1")


def _paragraphs(texts: "Iterator[_Text] | list[_Text]") -> Iterator[str]:
    for _, words in texts:
        for paragraph in words.split("\r"):
            if text := paragraph.replace("\v", "\n").strip():
                yield text
