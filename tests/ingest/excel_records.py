"""Writes Excel workbooks of 1997 to 2003: the records of BIFF8, and the properties beside them."""

import struct
from collections.abc import Mapping, Sequence

from tests.ingest.compound import compound_file

Value = str | float | bool | tuple[float, int]
"""What a cell holds; of a tuple, a number and its place among the formats, from 1."""
Sheet = Sequence[Sequence[Value | None]]
HIDDEN = 1
_SECONDS_FROM_1601 = 11_644_473_600


def old_workbook(
    sheets: Mapping[str, Sheet],
    formats: Sequence[str] = (),
    merged: Sequence[tuple[int, int, int, int]] = (),
    hidden: Sequence[str] = (),
    bold_rows: int = 0,
    from_1904: bool = False,
) -> bytes:
    """The stream of a workbook; `merged` has first and last rows and columns, from 0.

    The first `bold_rows` of each sheet are bold.
    """
    contents = [_sheet(rows, merged, bold_rows, len(formats)) for rows in sheets.values()]
    places = [0] * len(contents)
    head = b""
    for _ in range(2):  # the places of the sheets are known when the head is written
        head = _head(sheets, formats, hidden, places, from_1904)
        places = [len(head) + sum(map(len, contents[:n])) for n in range(len(contents))]
    return head + b"".join(contents)


def workbook_file(workbook: bytes, title: str = "", author: str = "", created: int = 0) -> bytes:
    """The file of a workbook; `created` is in seconds since 1970."""
    return compound_file(
        {"Workbook": workbook, "\x05SummaryInformation": summary(title, author, created)}
    )


def _head(
    sheets: Mapping[str, Sheet],
    formats: Sequence[str],
    hidden: Sequence[str],
    places: Sequence[int],
    from_1904: bool,
) -> bytes:
    parts = [_begin(5), _record(0x42, struct.pack("<H", 1200))]
    parts.append(_record(0x22, struct.pack("<H", from_1904)))
    for weight in (400, 700):
        font = struct.pack("<5H4B", 200, 0, 0x7FFF, weight, 0, 0, 0, 0, 0)
        parts.append(_record(0x31, font + _text("Arial", "<B")))
    for number, code in enumerate(formats, 164):
        parts.append(_record(0x41E, struct.pack("<H", number) + _text(code, "<H")))
    for font in (0, 1):
        parts += [_style(font, number) for number in (0, *range(164, 164 + len(formats)))]
    for (name, _), place in zip(sheets.items(), places, strict=True):
        state = struct.pack("<IBB", place, HIDDEN if name in hidden else 0, 0)
        parts.append(_record(0x85, state + _text(name, "<B")))
    return b"".join([*parts, _record(0x0A, b"")])


def _style(font: int, number_format: int) -> bytes:
    return _record(0xE0, struct.pack("<3H4BIIH", font, number_format, 1, 0, 0, 0, 0, 0, 0, 0))


def _sheet(
    rows: Sheet, merged: Sequence[tuple[int, int, int, int]], bold_rows: int, formats: int
) -> bytes:
    parts = [_begin(0x10)]
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            style = (formats + 1) * (row < bold_rows)
            if value is not None:
                parts.append(_cell(row, column, style, value))
    ranges = b"".join(struct.pack("<4H", *each) for each in merged)
    parts.append(_record(0xE5, struct.pack("<H", len(merged)) + ranges))
    return b"".join([*parts, _record(0x0A, b"")])


def _cell(row: int, column: int, style: int, value: Value) -> bytes:
    if isinstance(value, tuple):
        value, number = value
        style += number
    place = struct.pack("<3H", row, column, style)
    if isinstance(value, str):
        return _record(0x204, place + _text(value, "<H"))
    if isinstance(value, bool):
        return _record(0x205, place + struct.pack("<BB", value, 0))
    return _record(0x203, place + struct.pack("<d", value))


def _begin(kind: int) -> bytes:
    return _record(0x809, struct.pack("<4HII", 0x600, kind, 0xDBB, 0x7CC, 0, 6))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _text(text: str, size: str) -> bytes:
    return struct.pack(size, len(text)) + b"\x01" + text.encode("utf-16-le")


def summary(title: str, author: str, created: int) -> bytes:
    time = (created + _SECONDS_FROM_1601) * 10**7 if created else 0
    values = {
        1: struct.pack("<Ihxx", 2, 65001 - 0x10000),
        2: _string(title),
        4: _string(author),
        12: struct.pack("<IQ", 0x40, time),
    }
    start = 8 + 8 * len(values)
    entries, body = b"", b""
    for number, value in values.items():
        entries += struct.pack("<II", number, start + len(body))
        body += value
    section = struct.pack("<II", start + len(body), len(values)) + entries + body
    kind = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")
    return struct.pack("<HHI16xI", 0xFFFE, 0, 2, 1) + kind + struct.pack("<I", 48) + section


def _string(text: str) -> bytes:
    data = text.encode() + b"\0"
    data += bytes(-len(data) % 4)
    return struct.pack("<II", 0x1E, len(data)) + data
