"""Documents that are compound files: messages of Outlook, and Word documents of before 2007."""

import struct
from collections.abc import Mapping, Sequence

from tests.ingest.compound import compound_file

Values = Mapping[int, str | bytes | int]
SUBJECT, SENDER, HEADERS, SENT, BODY, HTML = 0x37, 0xC1A, 0x7D, 0x39, 0x1000, 0x1013
FILE_NAME, FILE_TYPE, FILE, CONTENT_ID = 0x3707, 0x370E, 0x3701, 0x3712
_SECONDS_FROM_1601 = 11_644_473_600
_TEXT_START = 0x800
_PAIRS, _PIECES = 93, 33


def outlook_message(values: Values, attached: Sequence[Values] = (), inner: bool = False) -> bytes:
    """A message with the values of its properties; those of numbers are seconds since 1970.

    With `inner`, a message without any values is attached to it as well.
    """
    count = len(attached) + inner
    streams = _properties("", struct.pack("<8x4I8x", 0, count, 0, count), values)
    for number in range(count):
        of_file = attached[number] if number < len(attached) else {}
        streams |= _properties(f"__attach_version1.0_#{number:08X}/", bytes(8), of_file)
    if inner:
        place = f"__attach_version1.0_#{count - 1:08X}/__substg1.0_3701000D/"
        streams |= _properties(place, bytes(24), {})
    return compound_file(streams)


def _properties(folder: str, head: bytes, values: Values) -> dict[str, bytes]:
    streams = {}
    for number, value in values.items():
        if isinstance(value, int):
            time = (value + _SECONDS_FROM_1601) * 10**7
            head += struct.pack("<HHIQ", 0x40, number, 6, time)
            continue
        kind, data = (0x1F, value.encode("utf-16-le")) if isinstance(value, str) else (0x102, value)
        head += struct.pack("<HHIII", kind, number, 6, len(data) + 2 * (kind == 0x1F), 0)
        streams[f"{folder}__substg1.0_{number:04X}{kind:04X}"] = data
    return {**streams, f"{folder}__properties_version1.0": head}


def word_document(paragraphs: Sequence[str], flags: int = 0x200) -> bytes:
    """A Word document of some paragraphs, without any formatting."""
    text = "".join(f"{paragraph}\r" for paragraph in paragraphs)
    pieces = struct.pack("<IIHIH", 0, len(text), 0, _TEXT_START, 0)
    table = struct.pack("<BI", 2, len(pieces)) + pieces
    sizes = [0] * 22
    sizes[0], sizes[3] = _TEXT_START + 2 * len(text), len(text)
    places = [0] * 2 * _PAIRS
    places[2 * _PIECES + 1] = len(table)
    head = struct.pack("<7HIBB12x", 0xA5EC, 0xC1, 0, 0x409, 0, flags, 0xBF, 0, 0, 0)
    head += struct.pack("<H28xH22IH", 14, 22, *sizes, _PAIRS)
    head += struct.pack(f"<{2 * _PAIRS}IH", *places, 0)
    content = head.ljust(_TEXT_START, b"\0") + text.encode("utf-16-le")
    return compound_file({"WordDocument": content, "1Table": table})
