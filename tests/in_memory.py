"""Keeps the temporary files of the tests in memory, where the machine has room for them.

A store is synced to the disk at each step, in thousands of steps, each of which takes a disk
milliseconds. What the tests try is processes that are killed, and no failure of power: then a file
in memory is as safe.
"""

import os
import re
import shutil
import tempfile
from multiprocessing.util import Finalize
from pathlib import Path

import pytest

_MEMORY = Path("/dev/shm")
_NAME = "citera-tests-"
_ROOM = 4 * 2**30
"""Bytes that must be free there: to the end, the tests keep about 1.5 GiB, models most of it."""
_AVAILABLE = 8 * 2**30
"""Bytes of memory that must be available: several processes of the tests hold models besides."""


def keep_files_in_memory(config: pytest.Config) -> None:
    """Have all temporary files, those of child processes too, made in a folder in memory.

    It is removed when the tests end. With `--basetemp`, they are made and stay where it says.
    """
    _remove_what_killed_tests_left()
    if config.option.basetemp or not _has_room():
        return
    folder = tempfile.mkdtemp(prefix=f"{_NAME}{os.getpid()}-", dir=_MEMORY)
    os.chmod(folder, 0o711)  # PostgreSQL has its data below, and runs as another user than root
    # Last: `multiprocessing` removes what it has there with the priority -100.
    Finalize(None, shutil.rmtree, (folder, True), exitpriority=-200)
    os.environ["TMPDIR"] = tempfile.tempdir = folder


def _remove_what_killed_tests_left() -> None:
    for folder in _MEMORY.glob(f"{_NAME}*"):
        process = folder.name.removeprefix(_NAME).partition("-")[0]
        if process.isdigit() and not Path("/proc", process).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _has_room() -> bool:
    try:
        found = os.statvfs(_MEMORY)
        memory = re.search(r"^MemAvailable: +(\d+) kB", Path("/proc/meminfo").read_text(), re.M)
    except (OSError, AttributeError):  # this is no Linux
        return False
    if memory is None or found.f_flag & os.ST_NOEXEC:  # a test runs a program that it installs
        return False
    return found.f_bavail * found.f_frsize >= _ROOM and int(memory[1]) * 1024 >= _AVAILABLE
