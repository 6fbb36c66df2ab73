"""The records of a PowerPoint presentation of 1997 to 2003, by [MS-PPT]."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_HEAD = struct.Struct("<HHI")
_CONTAINER = 0xF
_TOKEN_AT, _LAST_EDIT_AT = 12, 16
_LOCKED = 0xF3D1C4DF
_USER_EDIT, _PERSIST_DIRECTORY = 0x0FF5, 0x1772


@dataclass(frozen=True, slots=True)
class Record:
    """A record with its content, which for a container is further records."""

    kind: int
    instance: int
    is_container: bool
    content: memoryview

    def inside(self) -> Iterator["Record"]:
        """The records in a container; none in others."""
        return records(self.content) if self.is_container else iter(())

    def walk(self) -> Iterator["Record"]:
        """All records within, at any depth, each before those in it."""
        for record in self.inside():
            yield record
            yield from record.walk()

    def number(self, at: int = 0) -> int:
        """The whole number of four bytes at an offset in its content."""
        return int(struct.unpack_from("<I", self.content, at)[0])


def records(data: memoryview) -> Iterator[Record]:
    """The records that follow one another in some bytes; the last may be cut."""
    at = 0
    while at + _HEAD.size <= len(data):
        options, kind, length = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        yield Record(kind, options >> 4, options & 0xF == _CONTAINER, data[at : at + length])
        at += length


def is_locked(current_user: bytes) -> bool:
    """Whether the stream `Current User` says that a presentation is encrypted."""
    return int(struct.unpack_from("<I", current_user, _TOKEN_AT)[0]) == _LOCKED


class Persisted:
    """The objects of a presentation by their numbers, each as it was last saved."""

    def __init__(self, document: bytes, current_user: bytes) -> None:
        self._data = memoryview(document)
        self._places: dict[int, int] = {}
        self._document = -1
        edit, seen = int(struct.unpack_from("<I", current_user, _LAST_EDIT_AT)[0]), set[int]()
        while edit not in seen:  # a quick save leaves the objects of the saves before
            seen.add(edit)
            edit = self._add(edit)

    @property
    def document(self) -> Record | None:
        """The container of the presentation; None if it is not there."""
        return self.get(self._document)

    def get(self, number: int) -> Record | None:
        """The object of a number; None if there is none."""
        place = self._places.get(number)
        return None if place is None else next(records(self._data[place:]), None)

    def _add(self, edit: int) -> int:
        """Add the objects of one save that were not saved later; the place of the save before."""
        record = next(records(self._data[edit:]), None)
        if record is None or record.kind != _USER_EDIT:
            return edit
        earlier, directory, document = struct.unpack_from("<3I", record.content, 8)
        if self._document < 0:
            self._document = document
        for number, place in _entries(next(records(self._data[directory:]), None)):
            self._places.setdefault(number, place)
        return int(earlier)


def _entries(directory: Record | None) -> Iterator[tuple[int, int]]:
    """The numbers of objects with their places: runs of a first number, a count and the places."""
    if directory is None or directory.kind != _PERSIST_DIRECTORY:
        return
    words = iter(struct.unpack_from(f"<{len(directory.content) // 4}I", directory.content))
    for run in words:
        first, count = run & 0xFFFFF, run >> 20
        yield from zip(range(first, first + count), words, strict=False)
