"""The parser process: reads the files that it is asked for, until its standard input ends."""

import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from ingest.errors import LimitReached, UnreadableSource
from ingest.extraction import extract_file
from ingest.isolation.child import own_channels
from ingest.isolation.messages import (
    END,
    PAGE,
    READ_PAGE,
    from_line,
    reply_of,
    reply_of_page,
    to_line,
)

try:
    import resource
except ImportError:  # on Windows
    resource = None  # type: ignore[assignment]

_LARGEST_FILE = 2**30
"""Bytes of a file that a parser may write, as one does to convert a document."""


def main() -> None:
    """Answer each request on standard input with replies on standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the ingest decides what Ctrl-C ends
    requests, replies = own_channels(0, 1, 2)
    _limit(0, "CORE")
    _limit(_LARGEST_FILE, "FSIZE")
    with suppress(BrokenPipeError):  # the ingest was killed
        for line in requests:
            _answer(from_line(line), replies)


def _answer(request: dict[str, Any], replies: IO[bytes]) -> None:
    _limit(request["megabytes"] * 2**20, "AS")
    seconds = request["seconds"]
    _end_after(seconds)
    for reply in _replies(request):
        line = to_line(reply)
        left = _end_after(0)
        replies.write(line)
        replies.flush()
        # A page alone does not begin the time anew: there may be any number of them.
        added = {PAGE: request["page_seconds"], READ_PAGE: 0.0}.get(reply[0])
        _end_after(seconds if added is None else left + added)
    _end_after(0)


def _replies(request: dict[str, Any]) -> Iterator[list[Any]]:
    reason, is_limit = None, False
    try:
        yield from _page(request) if "page" in request else _file(request)
    except UnreadableSource as error:
        reason, is_limit = str(error), isinstance(error, LimitReached)
    yield [END, reason, is_limit, _peak_megabytes()]


def _file(request: dict[str, Any]) -> Iterator[list[Any]]:
    return map(reply_of, extract_file(Path(request["path"]), request["source"], request["name"]))


def _page(request: dict[str, Any]) -> Iterator[list[Any]]:
    from ingest.parsers.page_recognition import recognise_page

    page = recognise_page(Path(request["path"]), request["page"], request["is_image"])
    yield reply_of_page(page)


def _end_after(seconds: float) -> float:
    """End this process after so many seconds, whatever it does then; 0 ends the waiting.

    Returns how much was left of the time set before.
    """
    if not hasattr(signal, "setitimer"):
        return 0
    return signal.setitimer(signal.ITIMER_REAL, seconds)[0]


def _limit(most: int, name: str) -> None:
    """Set a limit of this process, within the one that the system sets."""
    if resource is None:
        return
    kind = getattr(resource, f"RLIMIT_{name}")
    hard = resource.getrlimit(kind)[1]
    within = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with suppress(ValueError):  # macOS sets no limit below what is in use
        resource.setrlimit(kind, (within, hard))


def _peak_megabytes() -> int:
    """The most memory that this process ever had; 0 where it cannot be told."""
    with suppress(OSError):
        # Not `getrusage`: on Linux it counts what the process had before, as a copy of its parent.
        for line in Path("/proc/self/status").read_text("ascii", "replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) // 2**10
    if resource is None or sys.platform != "darwin":
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 2**20


if __name__ == "__main__":
    main()
