import os
import signal
import time
from pathlib import Path

import pytest

from tests.forks import forked
from vectorstore.atomic_build import atomic_build
from vectorstore.errors import CiteraError


def is_whole(path: Path) -> bool:
    return (path / "end").is_file()


def build(path: Path) -> None:
    path.mkdir()
    (path / "start").write_text(str(os.getpid()))
    (path / "end").touch()


def build_slowly(path: Path) -> None:
    path.mkdir()
    (path / "start").touch()
    time.sleep(30)


def build_and_note(target: Path) -> None:
    def noted(path: Path) -> None:
        (target.parent / f"built-by-{os.getpid()}").touch()
        time.sleep(0.2)
        build(path)

    atomic_build(target, noted, is_whole)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"target.lock"}


def test_what_is_intact_is_not_built_again(tmp_path):
    target = atomic_build(tmp_path / "target", build, is_whole)
    (target / "start").write_text("first")
    assert atomic_build(target, build, is_whole) == target
    assert (target / "start").read_text() == "first"
    assert names(tmp_path) == {"target"}


@pytest.mark.parametrize("damage", ["half", "file", "empty"])
def test_what_is_damaged_is_built_anew(tmp_path, damage):
    target = tmp_path / "target"
    if damage == "file":
        target.write_text("a file where the folder should be")
    else:
        target.mkdir()
    if damage == "half":
        (target / "start").touch()
        (target / "stray").touch()
    atomic_build(target, build, is_whole)
    assert names(target) == {"start", "end"}


def test_a_file_is_built_as_a_folder_is(tmp_path):
    target = tmp_path / "new" / "folder" / "target"
    atomic_build(target, lambda path: path.write_text("all") and None, Path.is_file)
    assert target.read_text() == "all"


def test_a_build_that_fails_leaves_what_was_there(tmp_path):
    target = tmp_path / "target"
    target.mkdir()
    (target / "old").touch()

    def fail(path: Path) -> None:
        path.mkdir()
        raise ValueError("no data")

    with pytest.raises(ValueError, match="no data"):
        atomic_build(target, fail, is_whole)
    with pytest.raises(CiteraError, match="not what it should be"):
        atomic_build(target, Path.mkdir, is_whole)
    assert names(tmp_path) == {"target"}
    assert names(target) == {"old"}


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CiteraError, match="CITERA_CACHE") as raised:
        atomic_build(tmp_path / "file" / "target", build, is_whole)
    assert str(tmp_path / "file" / "target") in str(raised.value)


def test_processes_at_once_build_once(tmp_path):
    processes = [forked(build_and_note, tmp_path / "target") for _ in "1234"]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0, 0]
    assert len(list(tmp_path.glob("built-by-*"))) == 1
    assert is_whole(tmp_path / "target")


def test_a_killed_build_is_taken_up_by_the_next(tmp_path):
    target = tmp_path / "target"
    process = forked(atomic_build, target, build_slowly, is_whole)
    process.start()
    deadline = time.monotonic() + 30
    while not (tmp_path / "target.partial" / "start").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert not target.exists()
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    atomic_build(target, build, is_whole)
    assert names(tmp_path) == {"target"}
    assert is_whole(target)
