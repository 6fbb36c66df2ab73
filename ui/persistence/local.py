"""What the chat keeps on this machine: links and feedback in files, sessions in memory."""

import json
import os
import secrets
import threading
from collections import Counter
from io import FileIO
from pathlib import Path

from filelock import FileLock

from ui.file_errors import explained
from ui.persistence.records import Records
from vectorstore.atomic_build import whole


class LinkFolder:
    """A folder with a file for each answer; implements `Links`.

    Errors tell no path, as readers of the chat are shown them.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, answer: str) -> None:
        """Store an answer under an id; on an error, no file of it is left."""
        with explained("The link could not be written to CITERA_LINKS", names_file=False):
            self._folder.mkdir(parents=True, exist_ok=True)
            # The same answer may be stored twice at once.
            with FileLock(f"{self._folder}.lock"), whole(self._file(name)) as partial:
                partial.write_text(answer, encoding="utf-8")

    def get(self, name: str) -> str | None:
        """The answer with this id; None if there is none, or it is damaged."""
        with explained("The link could not be read from CITERA_LINKS", names_file=False):
            try:
                return self._file(name).read_text("utf-8")
            except (FileNotFoundError, UnicodeDecodeError):
                return None

    def names(self) -> list[str]:
        """All ids, sorted."""
        return sorted(file.stem for file in self._folder.glob("*.json"))

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.json"


class FeedbackFile:
    """A file of JSON Lines; implements `Feedback`.

    A killed process or a full disk may cut a line short. It ends there, and costs no other line.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def append(self, line: str) -> None:
        """Add a judgement; on an error, the file is as it was before."""
        with explained("The judgement could not be written to CITERA_FEEDBACK", names_file=False):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self._file}.lock"):
                _append(self._file, line.encode() + b"\n")

    def read(self) -> tuple[list[str], int]:
        """The judgements, newest last, and the number of those left out as they were cut short."""
        with explained("The feedback could not be read"):
            there = self._file.exists()
            kept = self._file.read_text("utf-8", errors="replace") if there else ""
        # Not `splitlines`: a comment may hold a line separator of Unicode, which JSON need not
        # escape.
        lines = [line for line in kept.split("\n") if line]
        found = [line for line in lines if _is_whole(line)]
        return found, len(lines) - len(found)


class SessionMemory:
    """Sessions in the memory of this process; implements `SessionRecords`, and is thread-safe."""

    def __init__(self) -> None:
        self._salt = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._logouts: Counter[str] = Counter()  # of each login: a clock may be set back
        self._begun: dict[str, list[float]] = {}
        self._uses: dict[str, float] = {}

    def salt(self) -> bytes:
        """A secret of 32 random bytes, another one in each process."""
        return self._salt

    def logouts(self, name: str) -> int:
        """How often the sessions of a login were ended."""
        return self._logouts[name]

    def end(self, name: str) -> None:
        """Count that the sessions of a login were ended, and forget them."""
        with self._lock:
            self._logouts[name] += 1
            self._begun.pop(name, None)

    def add(self, name: str, began: float, since: float) -> None:
        """Add a session of a login; forget those of its sessions that began before `since`."""
        with self._lock:
            lasting = [each for each in self._begun.get(name, ()) if each >= since]
            self._begun[name] = [*lasting, began]

    def begun(self, name: str) -> list[float]:
        """When the sessions of a login began that were not ended or forgotten."""
        return list(self._begun.get(name, ()))

    def use(self, name: str, at: float) -> None:
        """Note that a login was used."""
        self._uses[name] = at

    def last_use(self, name: str) -> float | None:
        """When a login was last used; None if it was not since the start."""
        return self._uses.get(name)


def local_records(links: Path, feedback: Path) -> Records:
    """Records in a folder of links and a file of feedback, which are made when they are needed."""
    return Records(LinkFolder(links), FeedbackFile(feedback), SessionMemory(), close=_nothing)


def _nothing() -> None:
    """Close nothing: files are open only while they are used."""


def _append(file: Path, line: bytes) -> None:
    """Append a line, or leave the file as it was."""
    with file.open("a+b", buffering=0) as out:
        end = out.seek(0, os.SEEK_END)
        if end and not _ends_a_line(out, end):
            line = b"\n" + line  # a killed process has cut its line short
        try:
            while line:
                line = line[out.write(line) :]
            os.fsync(out.fileno())
        except OSError:
            out.truncate(end)
            raise


def _ends_a_line(file: FileIO, end: int) -> bool:
    file.seek(end - 1)
    return file.read(1) == b"\n"


def _is_whole(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False
