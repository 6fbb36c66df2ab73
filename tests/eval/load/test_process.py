"""What /proc tells of real processes."""

import subprocess
import sys
from pathlib import Path

import pytest

from eval.load.process import (
    folder_bytes,
    memory_mib,
    open_file_count,
    peak_memory_mib,
    seconds_until_idle,
    thread_count,
)

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")


def started(code: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()  # it has begun
    return process


def test_a_process_is_idle_once_it_stops_computing():
    code = """if True:
        import time
        print(flush=True)
        until = time.monotonic() + 1
        while time.monotonic() < until: pass
        time.sleep(60)"""
    process = started(code)
    try:
        assert seconds_until_idle(process.pid, most=0.3) is None
        waited = seconds_until_idle(process.pid, most=20)
        assert waited is not None
        assert waited > 0.2
    finally:
        process.kill()
        process.wait()


def test_threads_files_and_memory_are_those_of_the_process(tmp_path):
    code = f"""if True:
        import threading, time
        files = [open({str(tmp_path / "f")!r}, "w") for _ in range(20)]
        for _ in range(7): threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        held = bytearray(80 * 2**20)
        del held
        print(flush=True)
        time.sleep(60)"""
    process = started(code)
    try:
        assert thread_count(process.pid) == 8
        assert open_file_count(process.pid) == 23
        assert memory_mib(process.pid) < 70 < peak_memory_mib(process.pid)
    finally:
        process.kill()
        process.wait()


def test_own_files_have_a_size(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a").write_bytes(bytes(2**19))
    (tmp_path / "b").write_bytes(bytes(2**20))
    assert folder_bytes(tmp_path) / 2**20 == 1.5
