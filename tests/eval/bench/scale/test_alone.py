import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.bench.scale.alone import alone
from eval.bench.scale.processes import with_children

_WAITING = (
    "import time; from eval.bench.scale.alone import alone, end_at_sigterm;"
    " end_at_sigterm(); alone(alone, time.sleep, 60)"
)


def _reached(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 30
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def test_a_function_has_a_process_of_its_own():
    assert alone(os.getpid) != os.getpid()
    with pytest.raises(ZeroDivisionError):
        alone(divmod, 1, 0)


def test_all_processes_end_at_sigterm():
    outer = subprocess.Popen([sys.executable, "-c", _WAITING])
    # The outer one, that of either call, and the one that frees what processes share.
    assert _reached(lambda: len(list(with_children([outer.pid]))) == 4)
    pids = list(with_children([outer.pid]))
    outer.send_signal(signal.SIGTERM)
    assert outer.wait(30) == 143
    assert _reached(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))
