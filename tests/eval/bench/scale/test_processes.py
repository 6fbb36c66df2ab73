"""What processes take with their children, read from `/proc`."""

import subprocess
import sys
from pathlib import Path

import pytest

from eval.bench.scale.processes import core_seconds, drop_from_cache, memory_mib, with_children

pytestmark = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs Linux")
_CHILD = "sum(range(3_000_000)); print('done', flush=True); input()"


@pytest.fixture
def parent():
    """A shell whose child has computed something and waits."""
    command = f'"{sys.executable}" -c "{_CHILD}"; true'
    process = subprocess.Popen(["sh", "-c", command], stdin=-1, stdout=-1)
    assert process.stdout.readline() == b"done\n"
    yield process.pid
    process.communicate(b"\n")


def test_children_count(parent):
    found = list(with_children([parent]))
    assert found[0] == parent
    assert len(found) == 2
    assert core_seconds([parent]) >= core_seconds(found[1:]) > 0
    assert memory_mib([parent]) > memory_mib(found[1:]) > 1


def test_a_process_that_has_ended_takes_nothing():
    ended = subprocess.Popen([sys.executable, "-S", "-c", ""])
    ended.wait()
    assert core_seconds([ended.pid]) == 0
    assert memory_mib([ended.pid]) == 0


def test_files_that_are_dropped_from_the_cache_keep_their_contents(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").write_bytes(b"kept")
    drop_from_cache(tmp_path)
    assert (tmp_path / "folder" / "file").read_bytes() == b"kept"
