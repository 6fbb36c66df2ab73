"""Writes compound files, the format of files within a file that Office had before zip packages."""

import struct
from collections.abc import Mapping
from itertools import pairwise

_SECTOR, _MINI_SECTOR, _CUTOFF = 512, 64, 4096
_FREE, _END, _OF_FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of streams by their paths, with `/` after each storage."""
    file = _Sectors()
    mini = _Sectors(_MINI_SECTOR)
    entries: list[dict] = [{"name": "Root Entry", "kind": _ROOT, "below": []}]
    by_path = {"": 0}
    for path, content in streams.items():
        parent = ""
        for part in path.split("/")[:-1]:
            here = f"{parent}/{part}".lstrip("/")
            if here not in by_path:
                by_path[here] = _add(entries, by_path[parent], part, _STORAGE)
            parent = here
        number = _add(entries, by_path[parent], path.rpartition("/")[2], _STREAM)
        store = mini if len(content) < _CUTOFF else file
        entries[number] |= {"start": store.add(content), "size": len(content)}
    entries[0] |= {"start": file.add(mini.data), "size": len(mini.data)}
    mini_fat = file.add(struct.pack(f"<{len(mini.fat)}I", *mini.fat), filler=b"\xff")
    directory = file.add(b"".join(_entry(entries, entry) for entry in entries))
    return file.with_header(directory, mini_fat)


def _add(entries: list[dict], parent: int, name: str, kind: int) -> int:
    entries.append({"name": name, "kind": kind, "below": []})
    entries[parent]["below"].append(len(entries) - 1)
    return len(entries) - 1


def _entry(entries: list[dict], entry: dict) -> bytes:
    """An entry of the directory; its siblings follow one after the other at its right."""

    def order(number: int) -> tuple[int, str]:
        return len(entries[number]["name"]), entries[number]["name"].upper()

    below = sorted(entry["below"], key=order)
    for number, following in pairwise([*below, _NONE]):
        entries[number]["right"] = following
    name = entry["name"].encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII36xIQ",
        name,
        len(name) + 2,
        entry["kind"],
        1,
        _NONE,
        entry.get("right", _NONE),
        below[0] if below else _NONE,
        entry.get("start", 0 if entry["kind"] == _STORAGE else _END),
        entry.get("size", 0),
    )


class _Sectors:
    """Chains of sectors, and the table of which sector follows which."""

    def __init__(self, size: int = _SECTOR) -> None:
        self.size, self.data, self.fat = size, b"", []

    def add(self, content: bytes, filler: bytes = b"\0") -> int:
        """Add a chain; the number of its first sector."""
        count = -(-len(content) // self.size)
        start = len(self.fat)
        self.fat += [*range(start + 1, start + count), _END][:count] if count else []
        self.data += content + filler * (count * self.size - len(content))
        return start if count else _END

    def with_header(self, directory: int, mini_fat: int) -> bytes:
        count = 1
        while count * (self.size // 4) < len(self.fat) + count:
            count += 1
        first = len(self.fat)
        fat = [*self.fat, *[_OF_FAT] * count]
        fat += [_FREE] * (count * (self.size // 4) - len(fat))
        table = struct.pack(f"<{len(fat)}I", *fat)
        places = [*range(first, first + count), *[_FREE] * (109 - count)]
        head = struct.pack(
            "<8s16xHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 62, 3, 0xFFFE, 9, 6
        )
        counts = struct.pack("<9I", 0, count, directory, 0, _CUTOFF, mini_fat, 1, _END, 0)
        return head + counts + struct.pack("<109I", *places) + self.data + table
