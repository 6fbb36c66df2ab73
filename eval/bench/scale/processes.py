"""What servers take with their children, and files out of the page cache; both are Linux's."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_TIMES = slice(11, 15)
"""In `/proc/PID/stat`, after the name: user and system time, also of children that have ended."""


def with_children(pids: Iterable[int]) -> Iterator[int]:
    """The processes, their children, and so on."""
    for pid in pids:
        yield pid
        children = Path(f"/proc/{pid}/task/{pid}/children")
        yield from with_children(map(int, _text(children).split()))


def core_seconds(pids: Iterable[int]) -> float:
    """Processor time that processes and their children have taken, in seconds of one core."""
    stats = (_text(Path(f"/proc/{pid}/stat")) for pid in with_children(pids))
    fields = (stat.rpartition(")")[2].split()[_TIMES] for stat in stats)
    return sum(sum(map(int, each)) for each in fields) / _TICK


def memory_mib(pids: Iterable[int]) -> float:
    """Memory of processes and their children, in MiB; what some share counts once."""
    rollups = (_text(Path(f"/proc/{pid}/smaps_rollup")) for pid in with_children(pids))
    found = (re.search(r"^Pss:\s+(\d+) kB", each, re.MULTILINE) for each in rollups)
    return sum(int(each[1]) for each in found if each) / 1024


def drop_from_cache(folder: Path) -> None:
    """Have the kernel forget the contents of all files in a folder, so that they are read again."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _text(path: Path) -> str:
    """The text of a file of `/proc`; empty where its process has ended."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
