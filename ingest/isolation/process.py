"""`ParserProcess`: reads files in a child process, which is kept for the files after them."""

import atexit
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from signal import Signals
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any, cast

from ingest.errors import LimitReached, UnreadableSource
from ingest.extraction import Found
from ingest.isolation.child import start_module
from ingest.isolation.limits import ParseLimits
from ingest.isolation.messages import END, found_in, from_line, page_in, to_line
from ingest.parsers.limits import MAX_TEXT_BYTES
from ingest.parsers.pdf.recognition import RecognisedPage

_MODULE = "ingest.isolation.worker"
_KEPT_MEGABYTES = 1024
"""A process that ever had more memory is not kept, as it gives back little of it."""
_LONGEST_REPLY = 8 * MAX_TEXT_BYTES
_ADVICE = "split it up, or open it and save it anew or as another format, such as TXT"


class ParserProcess:
    """A child process that reads one file after the other; it starts when the first one comes.

    A file that crashes it or reaches a limit fails alone: the next one starts the process again.
    """

    def __init__(self, limits: ParseLimits) -> None:
        self.limits = limits
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = TemporaryDirectory(prefix="citera-", ignore_cleanup_errors=True)
        self._is_closed = False

    def extract(self, path: Path, source: str, name: str) -> Iterator[Found]:
        """As `ingest.extraction.extract_file`, within the limits.

        Raises:
            UnreadableSource: also if the file makes the process crash or reach a limit.
        """
        request = {"path": os.fspath(path), "source": source, "name": name}
        return map(found_in, self._replies(request))

    def recognise(self, path: Path, index: int, is_image: bool) -> RecognisedPage:
        """As `ingest.parsers.page_recognition.recognise_page`, within the limits.

        Raises:
            UnreadableSource: also if the file makes the process crash or reach a limit.
        """
        request = {"path": os.fspath(path), "page": index, "is_image": is_image}
        (page,) = map(page_in, self._replies(request))
        return page

    def _replies(self, request: dict[str, Any]) -> Iterator[list[Any]]:
        """The replies to a request but the last, which ends them."""
        process = self._running()
        is_kept = False
        try:
            self._ask(process, request)
            while (reply := self._reply(process))[0] != END:
                yield reply
            reason, is_limit, peak_megabytes = reply[1:]
            is_kept = peak_megabytes < _KEPT_MEGABYTES
        finally:
            if not is_kept:
                _end(process)
        if reason is not None:
            raise (LimitReached if is_limit else UnreadableSource)(reason)

    def close(self) -> None:
        """Kill the process, in the middle of a file too; may be called in any thread."""
        with self._lock:
            self._is_closed = True
            if self._process is not None:
                _end(self._process)
            self._folder.cleanup()

    def _running(self) -> "subprocess.Popen[bytes]":
        with self._lock:
            if self._is_closed:
                raise LimitReached("the ingest was stopped")
            if self._process is None or self._process.poll() is not None:
                try:
                    self._process = start_module(_MODULE, self._folder.name)
                except OSError as error:
                    raise LimitReached(f"no process can be started to read it ({error})") from error
            return self._process

    def _ask(self, process: "subprocess.Popen[bytes]", request: dict[str, Any]) -> None:
        limits = asdict(self.limits)
        assert process.stdin is not None
        try:
            process.stdin.write(to_line(request | limits))
            process.stdin.flush()
        except OSError:  # the process has ended; its reply will say so
            pass

    def _reply(self, process: "subprocess.Popen[bytes]") -> list[Any]:
        assert process.stdout is not None
        line = process.stdout.readline(_LONGEST_REPLY)
        if line.endswith(b"\n"):
            return cast(list[Any], from_line(line))
        if line:
            raise UnreadableSource(f"there is too much text in it; {_ADVICE}")
        raise LimitReached(self._why_ended(process.wait()))

    def _why_ended(self, code: int) -> str:
        signal = Signals(-code).name if code < 0 else f"exit code {code}"
        if signal == "SIGALRM":
            return (
                f"reading it took longer than {self.limits.seconds:g} seconds; {_ADVICE}, or allow"
                " more with CITERA_PARSE_SECONDS"
            )
        return (
            f"the program that reads such files crashed on it ({signal}), or had too little memory"
            f" ({self.limits.megabytes} MB); {_ADVICE}"
        )


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()


_idle: list[ParserProcess] = []
"""The process that waits for the next ingest of this one; none or one."""


@contextmanager
def parser_process(limits: ParseLimits) -> Iterator[ParserProcess]:
    """A parser process for an ingest; after one that ended well, it is kept for the next."""
    try:
        parser = _idle.pop()
    except IndexError:
        parser = ParserProcess(limits)
    parser.limits = limits
    is_kept = False
    try:
        yield parser
        is_kept = not _idle
    finally:
        if is_kept:
            _idle.append(parser)
        else:
            parser.close()


def _close_idle() -> None:
    while _idle:
        _idle.pop().close()


atexit.register(_close_idle)
if hasattr(os, "register_at_fork"):  # two processes must not ask one
    os.register_at_fork(after_in_child=_idle.clear)
