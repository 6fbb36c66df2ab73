"""Tests of ui/cli/checks/machine.py: each fault of the machine is told with its cause and cure."""

import os
import resource
import time
from collections import namedtuple
from contextlib import contextmanager

import pytest

from assistant import Settings
from tests.faults import contents, no_file_longer_than
from ui.cli.checks import machine
from ui.cli.doctor import examine_part
from vectorstore.errors import CiteraError

PLACES = ("store", "uploads", "links", "feedback", "cache")


@pytest.fixture
def settings(tmp_path) -> Settings:
    """Places that do not exist yet, but the store."""
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "store.sqlite3").write_bytes(b"")
    return Settings(**{name: tmp_path / name for name in PLACES})


def test_a_sound_machine_is_told_as_one_and_left_as_it_is(settings, tmp_path):
    before = contents(tmp_path)
    assert machine.open_files(settings).startswith("up to ")
    assert "free at" in machine.room(settings)
    assert machine.writing(settings).endswith("can be written")
    assert machine.clock(settings).endswith(" UTC")
    assert contents(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_too_few_descriptors_for_the_segments_of_the_index_are_told(settings):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for number in range(5):
        (settings.store / "chroma" / str(number)).mkdir(parents=True)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (250, hard))
        assert "250" in machine.open_files(settings)
        resource.setrlimit(resource.RLIMIT_NOFILE, (249, hard))
        with pytest.raises(CiteraError, match=r"249 .* 250\. .*ulimit -n"):
            machine.open_files(settings)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_disk_without_room_to_copy_a_segment_is_told(settings, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage(0, 0, 3 * 2**30))
    assert machine.room(settings)
    (settings.store / "chroma").mkdir()
    with (settings.store / "chroma" / "data_level0.bin").open("wb") as file:
        file.truncate(3 * 2**30)  # of which the file system stores nothing
    with pytest.raises(CiteraError, match=r"3,072 MB .* 3,172 MB .*CITERA_STORE") as raised:
        machine.room(settings)
    assert str(settings.store) in str(raised.value)


@contextmanager
def as_nobody():
    """Without the rights of root, which may write anywhere."""
    if os.getuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("name", PLACES)
def test_a_place_that_cannot_be_written_is_told_by_its_variable(settings, tmp_path, name):
    places = {each: tmp_path / "free" / each for each in PLACES}
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    (tmp_path / "free").mkdir()
    (tmp_path / "free").chmod(0o777)
    folder = Settings(**{**places, name: closed / name})
    with open_above(tmp_path), as_nobody(), pytest.raises(CiteraError, match="permissions") as told:
        machine.writing(folder)
    assert f"CITERA_{name.upper()}" in str(told.value)
    assert str(closed) in str(told.value)


@pytest.mark.skipif(bool(os.getuid()), reason="needs a user to change into")
def test_a_place_in_a_folder_that_is_closed_is_told(settings, tmp_path):
    with as_nobody():
        for check in (machine.room, machine.writing):
            with pytest.raises(CiteraError, match="cannot be reached") as told:
                check(settings)
            assert str(settings.store) in str(told.value)
        for check in (machine.open_files, machine.clock):
            finding = examine_part("Machine", check, settings)
            assert not finding.sound
            assert "permissions" in finding.text


def test_a_database_of_somebody_else_is_told(settings, tmp_path):
    tmp_path.chmod(0o777)
    settings.store.chmod(0o777)
    (settings.store / "store.sqlite3").chmod(0o444)
    with open_above(tmp_path), as_nobody(), pytest.raises(CiteraError, match="permissions") as told:
        machine.writing(settings)
    assert str(settings.store / "store.sqlite3") in str(told.value)


@contextmanager
def open_above(folder):
    """Let anybody pass through a folder and those above, which pytest makes for its user alone."""
    above = [path for path in (folder, *folder.parents) if path.stat().st_uid == os.getuid()]
    modes = {path: path.stat().st_mode for path in above if not path.stat().st_mode & 0o001}
    for path, mode in modes.items():
        path.chmod(mode | 0o011)
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def test_a_full_disk_is_told(settings):
    with no_file_longer_than(100), pytest.raises(CiteraError, match="space on the disk"):
        machine.writing(settings)


@pytest.mark.parametrize("name", ["store/store.sqlite3", "store/store.sqlite3-wal", "feedback"])
def test_a_clock_earlier_than_what_was_written_last_is_told(settings, tmp_path, name):
    (tmp_path / name).touch()
    now = time.time()
    os.utime(tmp_path / name, (now, now + 30))  # as on a disk of another machine
    machine.clock(settings)
    os.utime(tmp_path / name, (now, now + 90_000))
    with pytest.raises(CiteraError, match="timedatectl") as raised:
        machine.clock(settings)
    assert str(tmp_path / name) in str(raised.value)
