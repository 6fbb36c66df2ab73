"""What a running process takes, read from Linux's `/proc`: memory, threads, open files, rest."""

import re
import time
from pathlib import Path

from vectorstore.errors import CiteraError

_SAMPLES, _PAUSE = 10, 0.05
"""Samples of the threads, and the seconds between them, over which a process must be idle."""
_STRAY = 1
"""Samples in which a thread may run all the same: a server looks after its connections."""


def require_proc() -> None:
    """Check that processes can be observed on this system.

    Raises:
        CiteraError: if there is no `/proc`.
    """
    if not Path("/proc/self/status").exists():
        raise CiteraError("Load and soak tests read /proc, which only Linux has.")


def memory_mib(pid: int) -> float:
    """Resident memory of a process, in MiB."""
    return _status_kib(pid, "VmRSS") / 1024


def peak_memory_mib(pid: int) -> float:
    """Largest resident memory that a process ever had, in MiB."""
    return _status_kib(pid, "VmHWM") / 1024


def thread_count(pid: int) -> int:
    """Number of threads of a process."""
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


def open_file_count(pid: int) -> int:
    """Number of file descriptors that a process holds open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def folder_bytes(folder: Path) -> int:
    """Size of all files in a folder; files that vanish meanwhile count nothing."""
    return sum(_size(path) for path in folder.rglob("*"))


def seconds_until_idle(pid: int, most: float) -> float | None:
    """Seconds until no thread of a process computes; None if one still does after `most` seconds.

    Threads that wait for a processor count as computing, so that a busy machine makes no process
    look idle.
    """
    began = time.monotonic()
    while (waited := time.monotonic() - began) <= most:
        if _is_idle(pid):
            return waited
    return None


def _is_idle(pid: int) -> bool:
    running = 0
    for _ in range(_SAMPLES):
        running += _computes(pid)
        if running > _STRAY:
            return False
        time.sleep(_PAUSE)
    return True


def _computes(pid: int) -> bool:
    """Whether a thread of a process runs, or could if a processor were free."""
    return any(_state(thread) == "R" for thread in Path(f"/proc/{pid}/task").iterdir())


def _state(thread: Path) -> str:
    try:
        # The name of the thread, in parentheses, may hold spaces and parentheses itself.
        return (thread / "stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""  # it has ended


def _status_kib(pid: int, name: str) -> int:
    found = re.search(
        rf"^{name}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE
    )
    if not found:
        raise CiteraError(f"The process {pid} has ended.")
    return int(found[1])


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except FileNotFoundError:
        return 0
