"""Faults of the machine, for tests: a full disk, no file descriptors, a killed process."""

import os
import resource
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """Let writing beyond `size` bytes of a file fail, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def descriptors_left(count: int) -> Iterator[None]:
    """Let the process open only `count` further files."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(int(each) for each in os.listdir("/proc/self/fd"))
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 8, limits[1]))
    opened: list[int] = []
    try:
        with suppress(OSError):
            while True:
                opened.append(os.open(os.devnull, os.O_RDONLY))
        for _ in range(count):
            os.close(opened.pop())
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
        for descriptor in opened:
            os.close(descriptor)


class CrashImages:
    """Copies of a folder, each as a process killed at that moment would have left it.

    What was written to files is in a copy, also where it was not flushed to the disk: the system
    keeps that of a killed process.
    """

    def __init__(self, folder: Path, target: Path) -> None:
        self._folder = folder
        self._target = target
        self._marks: dict[Path, tuple[int, int]] = {}
        self._wal: dict[str, int] = {}
        self._taking = False
        self._lock = threading.Lock()
        self.taken: list[Path] = []

    @contextmanager
    def at_each_step(self) -> Iterator[None]:
        """Take an image before each SQL statement, and each file flushed, renamed or removed."""
        connect = sqlite3.connect

        def traced(*args: Any, **kwargs: Any) -> sqlite3.Connection:
            db = connect(*args, **kwargs)
            db.set_trace_callback(self.take)
            return db

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sqlite3, "connect", traced)
            for holder, name in (
                (os, "fsync"),
                (os, "replace"),
                (os, "unlink"),
                (shutil, "rmtree"),
            ):
                patch.setattr(holder, name, self._before(getattr(holder, name)))
            self._taking = True
            yield
            self.take()
            self._taking = False  # connections that stay open go on tracing

    def take(self, *_: object) -> None:
        """Copy the folder as it is now, unless it is as it was."""
        with self._lock:
            marks = {path: (s.st_size, s.st_mtime_ns) for path, s in _stats(self._folder)}
            if self._taking and marks != self._marks:
                self._marks = marks
                self._take(contents(self._folder))

    def _take(self, now: dict[str, bytes]) -> None:
        for name in now:
            written = len(now[name]) - self._wal.get(name, 0)
            if name.endswith("-wal") and written > 1:
                # Killed half-way through what was appended since.
                self._write(now | {name: now[name][: -(written // 2)]})
            self._wal[name] = len(now[name])
        self._write(now)

    def _write(self, files: dict[str, bytes]) -> None:
        image = self._target / str(len(self.taken))
        image.mkdir(parents=True)
        for name, content in files.items():
            (image / name).parent.mkdir(parents=True, exist_ok=True)
            (image / name).write_bytes(content)
        self.taken.append(image)

    def _before(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.take()
            return function(*args, **kwargs)

        return call


def contents(folder: Path) -> dict[str, bytes]:
    """The files below a folder, by relative path, but locks and what processes share in memory."""
    found = {}
    for path, _ in _stats(folder):
        with suppress(FileNotFoundError):  # removed meanwhile
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def _stats(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix != ".lock" and not path.name.endswith("-shm"):
            with suppress(FileNotFoundError):  # removed meanwhile
                if path.is_file():
                    yield path, path.stat()
