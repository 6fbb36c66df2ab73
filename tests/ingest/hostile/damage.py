"""Damage that can befall a file of any format: cut, bytes changed, or another kind than stated."""

import random
from collections.abc import Iterator
from pathlib import Path

from tests.ingest.documents import WRITERS

_FLIPS = (3, 60)
"""How many bytes are changed, of which a file may still be read or not."""
_NOTHING = 70_000
"""Bytes of a file that holds nothing of its format; more than any parser looks at to tell it."""


def sound_files(folder: Path) -> dict[str, bytes]:
    """A sound document of each format, by its ending."""
    found = {}
    for suffix, write in WRITERS.items():
        path = folder / f"sound{suffix}"
        write(path)
        found[suffix] = path.read_bytes()
    return found


def damaged(suffix: str, sound: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Files named by `suffix` that are no sound document of its format, each with its damage."""
    data = sound[suffix]
    chance = random.Random(suffix)
    for part in (0.2, 0.6, 0.97):
        yield f"cut at {part:.0%}", data[: int(part * len(data))]
    yield "without its last byte", data[:-1]
    yield "its end alone", data[len(data) // 2 :]
    yield "twice", data + data
    yield (
        "with a zero byte before each 50th",
        b"\0".join(data[at : at + 50] for at in range(0, len(data), 50)),
    )
    for count in _FLIPS:
        yield f"{count} bytes flipped", _flipped(data, count, chance)
    yield "sizes of -1", _with_numbers(data, b"\xff\xff\xff\xff", chance)
    yield "sizes of 2 GB", _with_numbers(data, b"\xff\xff\xff\x7f", chance)
    yield "zero bytes", bytes(_NOTHING)
    yield "bytes by chance", chance.randbytes(_NOTHING)
    other = chance.choice([each for each in sound if each != suffix])
    yield f"in truth {other}", sound[other]


def _flipped(data: bytes, count: int, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(count):
        changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _with_numbers(data: bytes, number: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(8):
        at = 4 * chance.randrange(max(len(data) // 4, 1))
        changed[at : at + 4] = number
    return bytes(changed)
