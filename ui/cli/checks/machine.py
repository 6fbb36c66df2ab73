"""Checks of the machine: files open at once, free space, permissions, the clock."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ui.file_errors import explained
from ui.persistence.opening import database_of
from vectorstore import descriptors
from vectorstore.errors import CiteraError

if TYPE_CHECKING:
    from assistant import Settings

_DESCRIPTORS, _PER_SEGMENT = 150, 20
"""Estimates: files that the chat may have open, and those of each segment of the index besides."""
_ROOM = 100 * 2**20
"""Free space in bytes below which the disk counts as full."""
_MODELS = 2 * 2**30
"""Free space in bytes that unpacking the models may take."""
_CLOCK_SECONDS = 60
"""How much later than the clock a file may have been written, as on a disk of another machine."""
_EFFECTIVE = os.access in os.supports_effective_ids


class TooFewDescriptors(CiteraError):
    """The process may open fewer files than the chat may need."""


class NoRoom(CiteraError):
    """A disk has too little free space."""


class ClockSetBack(CiteraError):
    """The clock is earlier than what was written last."""


def open_files(settings: "Settings") -> str:
    """How many files the process may have open at once.

    Raises:
        TooFewDescriptors: if the chat may need more.
    """
    limit = descriptors.limit()
    if limit is None:
        return "any number"
    segments = [path for path in _index(settings).glob("*") if path.is_dir()]
    need = _DESCRIPTORS + _PER_SEGMENT * len(segments)
    if limit < need:
        raise TooFewDescriptors(
            f"a process may have {limit} files open, and the chat may need {need}."
            f" {descriptors.CURE}"
        )
    return f"up to {limit} at once"


def room(settings: "Settings") -> str:
    """The free space where Citera writes.

    Raises:
        NoRoom: if there is too little in one of these places.
        CiteraError: if a place cannot be reached.
    """
    found = {}
    for variable, place in _places(settings).items():
        folder = _existing(place)
        free, need = shutil.disk_usage(folder).free, _need(variable, settings)
        if free < need:
            raise NoRoom(
                f"{_size(free)} are free at {folder}, and {_size(need)} may be needed. Make space"
                f" on the disk, or set {variable} to another one."
            )
        found[_size(free)] = f"{_size(free)} free at {folder}"
    return ", ".join(found.values())


def writing(settings: "Settings") -> str:
    """That a file can be written in each place that the settings name.

    Raises:
        CiteraError: naming the first place, or file, that cannot be written.
    """
    for variable, place in _places(settings).items():
        folder = _existing(place)
        told = explained(f"{folder}, to which {variable} leads, cannot be written", False)
        with told, tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
    for record in _records(settings):
        if record.exists() and not os.access(record, os.W_OK, effective_ids=_EFFECTIVE):
            raise CiteraError(f"{record} cannot be written. Check who owns it and its permissions.")
    return "articles, uploads, links, feedback and models can be written"


def clock(settings: "Settings") -> str:
    """The time, compared with that of what was written last.

    Raises:
        ClockSetBack: if that was written later.
    """
    now = time.time()
    last, path = max(_written(settings), default=(now, settings.folder))
    if last > now + _CLOCK_SECONDS:
        raise ClockSetBack(
            f"it is {_when(now)} by the clock, and {path} was written later, at {_when(last)}: the"
            " clock was set back, or was wrong then. Set it right, as with `timedatectl set-ntp"
            " true`. No article is lost."
        )
    return _when(now)


def _places(settings: "Settings") -> dict[str, Path]:
    """Where Citera writes, by the variable that names it."""
    names = ("uploads", "cache", *(() if database_of(settings) else ("links", "feedback")))
    places = {"CITERA_STORE": settings.folder} | {
        f"CITERA_{name.upper()}": getattr(settings, name) for name in names
    }
    return {variable: place.absolute() for variable, place in places.items()}


def _records(settings: "Settings") -> list[Path]:
    """The files of what is kept, and the folder of the links, which changes with each of them."""
    kept = [] if database_of(settings) else [settings.links, settings.feedback]
    return [*settings.folder.glob("*.sqlite3"), *kept]


def _written(settings: "Settings") -> Iterator[tuple[float, Path]]:
    """When what is kept was written last, in seconds since 1970."""
    for path in (*_records(settings), *settings.folder.glob("*.sqlite3-wal")):
        with suppress(OSError):  # there is none, or `writing` tells of it
            yield path.stat().st_mtime, path


def _need(variable: str, settings: "Settings") -> int:
    """Free space in bytes that may be needed in a place."""
    from assistant.llm.packaged_gguf import is_prepared

    if variable == "CITERA_CACHE":
        return 0 if is_prepared(settings.cache) else _MODELS
    if variable != "CITERA_STORE":
        return _ROOM
    files = (path for path in _index(settings).rglob("*") if path.is_file())
    return _ROOM + sum(path.stat().st_size for path in files)  # a segment is copied to grow


def _index(settings: "Settings") -> Path:
    from vectorstore.folder import INDEX

    return settings.folder / INDEX


def _existing(place: Path) -> Path:
    """The folder of a place, or the nearest one above it that exists."""
    folder = place
    with explained(f"{place} cannot be reached", names_file=False):
        while not folder.is_dir():
            folder = folder.parent
    return folder


def _size(count: int) -> str:
    return f"{count / 2**30:.0f} GB" if count >= 10 * 2**30 else f"{count / 2**20:,.0f} MB"


def _when(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
