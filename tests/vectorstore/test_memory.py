"""Freed memory goes back to the system, also from below what is still in use."""

import ctypes
from pathlib import Path

import pytest

from vectorstore.memory import release_free_memory

_MEGABYTE = 2**20


def resident() -> int:
    """Bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.skipif(
    not hasattr(ctypes.CDLL(None), "malloc_trim") or not Path("/proc/self/statm").exists(),
    reason="only glibc on Linux keeps freed memory, and tells how much is resident",
)
def test_freed_memory_below_what_is_in_use_is_given_back():
    blocks = [bytearray(64 * 1024) for _ in range(1600)]
    kept = blocks.pop()
    before = resident()
    blocks.clear()
    release_free_memory()
    assert resident() < before - 60 * _MEGABYTE
    assert len(kept) == 64 * 1024


def test_it_may_be_called_where_there_is_nothing_to_give_back():
    release_free_memory()
    release_free_memory()
