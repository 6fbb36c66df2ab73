"""Backups written, damaged, killed and restored, with made-up vectors."""

import os
import shutil
import signal
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant import Settings
from tests.faults import CrashImages, descriptors_left, no_file_longer_than
from tests.forks import forked
from tests.vectorstore.vectors import add_passages, all_passages
from ui import restore as restore_module
from ui.backup import write_backup
from ui.backup_manifest import Manifest, members_of
from ui.restore import restore_backup
from vectorstore.errors import CiteraError
from vectorstore.tables.database import Database


def settings_in(home: Path) -> Settings:
    places = {name: home / name for name in ("store", "uploads", "links", "feedback")}
    return Settings(**places)


def passages(settings: Settings) -> int:
    database = Database(settings.store / "store.sqlite3")
    try:
        return len(all_passages(database))
    finally:
        database.close()


def grow(settings: Settings, count: int) -> None:
    database = Database(settings.store / "store.sqlite3")
    add_passages(database, count)
    database.close()


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock"
    }


@pytest.fixture
def settings(tmp_path):
    made = settings_in(tmp_path / "home")
    for folder in (made.store, made.uploads, made.links):
        folder.mkdir(parents=True)
    grow(made, 5)
    (made.uploads / "talks.txt").write_text("The talks began.")
    (made.links / "0123456789abcdef.json").write_text("{}")
    made.feedback.write_text('{"liked": true}\n')
    return made


@pytest.fixture
def backup(settings, tmp_path):
    write_backup(settings, tmp_path / "backup")
    return tmp_path / "backup"


def test_what_is_restored_is_what_was_backed_up(settings, backup, tmp_path):
    moved = settings_in(tmp_path / "moved")
    assert restore_backup(backup, moved).passages == 5
    before, after = files(tmp_path / "home"), files(tmp_path / "moved")
    assert before.keys() == after.keys()
    assert {n: b for n, b in before.items() if not n.startswith("store/")} == {
        n: b for n, b in after.items() if not n.startswith("store/")
    }
    assert passages(moved) == 5


def test_what_holds_something_is_replaced_only_when_told(settings, backup):
    grow(settings, 2)
    with pytest.raises(CiteraError, match="--replace"):
        restore_backup(backup, settings)
    assert passages(settings) == 7
    restore_backup(backup, settings, replace=True)
    assert passages(settings) == 5
    assert not list(settings.store.parent.glob("*.re*"))


def alter(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize("damage", [alter, lambda file: os.truncate(file, 9), Path.unlink])
@pytest.mark.parametrize("member", ["store/store.sqlite3", "uploads/talks.txt", "manifest.json"])
def test_a_backup_that_is_not_as_written_changes_nothing(
    settings, backup, tmp_path, member, damage
):
    damage(backup / member)
    before = files(tmp_path / "home")
    with pytest.raises(CiteraError, match="backup"):
        restore_backup(backup, settings, replace=True)
    assert files(tmp_path / "home") == before
    assert not list(settings.store.parent.glob("*.restoring"))


def test_a_member_outside_of_the_backup_is_refused(settings, backup, tmp_path):
    manifest = backup / "manifest.json"
    manifest.write_text(manifest.read_text().replace("uploads/talks", "uploads/../../talks"))
    with pytest.raises(CiteraError, match="manifest"):
        restore_backup(backup, settings, replace=True)


def test_a_backup_takes_no_name_that_is_taken_and_none_inside_what_it_copies(settings, backup):
    before = files(backup)
    with pytest.raises(CiteraError, match="exists already"):
        write_backup(settings, backup)
    with pytest.raises(CiteraError, match="inside"):
        write_backup(settings, settings.uploads / "backup")
    assert files(backup) == before


def test_a_full_disk_leaves_no_half_backup_and_no_half_store(settings, backup, tmp_path):
    with no_file_longer_than(20_000):
        with pytest.raises(CiteraError, match="space"):
            write_backup(settings, tmp_path / "second")
        with pytest.raises(CiteraError, match="space"):
            restore_backup(backup, settings, replace=True)
    assert not list(tmp_path.glob("second*"))
    assert passages(settings) == 5


def test_without_file_descriptors_no_store_is_called_damaged_and_no_half_backup_left(
    settings, tmp_path
):
    before, told = files(tmp_path / "home").keys(), []
    for left in range(40):
        try:
            with descriptors_left(left):
                write_backup(settings, tmp_path / "second")
            break
        except CiteraError as error:
            told.append((str(error), (tmp_path / "second").exists()))
    assert 3 < len(told) < 39
    assert [each for each in told if "ulimit -n" not in each[0] or each[1]] == []
    assert files(tmp_path / "home").keys() == before
    assert restore_backup(tmp_path / "second", settings_in(tmp_path / "moved")).passages == 5
    assert not list(tmp_path.glob("*.partial"))


def restore_until(step: int, home: Path, backup: Path) -> None:
    """Restore, and die by SIGKILL before the rename of this number."""
    steps = iter(range(step))
    replace = os.replace

    def dying(source: Path, target: Path) -> None:
        if next(steps, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        replace(source, target)

    restore_module.os.replace = dying
    restore_backup(backup, settings_in(home), replace=True)


@pytest.mark.parametrize("step", [0, 1, 3])
def test_a_restore_that_is_killed_is_done_again(settings, backup, tmp_path, step):
    grow(settings, 2)
    process = forked(restore_until, step, tmp_path / "home", backup)
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    if step == 0:
        assert passages(settings) == 7
    else:  # what was there waits beside its place
        assert (settings.store.parent / "store.replaced" / "store.sqlite3").exists()
    restore_backup(backup, settings, replace=True)
    assert passages(settings) == 5
    assert not list(settings.store.parent.glob("*.re*"))


def test_a_backup_killed_before_any_step_is_whole_or_none(settings, tmp_path):
    images = CrashImages(tmp_path / "backups", tmp_path / "images")
    with images.at_each_step():
        write_backup(settings, tmp_path / "backups" / "new")
    made = []
    for image in images.taken:
        made.append((image / "new").exists())
        if not made[-1]:
            write_backup(settings, image / "new")
        manifest = Manifest.read(image / "new")
        members = members_of(image / "new")
        assert {name: members[name] for name in manifest.members} == manifest.members
        assert manifest.passages == 5
        assert [path.name for path in image.iterdir()] == ["new"]
    assert sorted(set(made)) == [False, True]


def test_what_a_killed_backup_left_is_no_obstacle(settings, backup, tmp_path):
    shutil.copytree(backup / "store", tmp_path / "second.partial" / "store")
    write_backup(settings, tmp_path / "second")
    assert files(tmp_path / "second").keys() == files(backup).keys()
    assert not (tmp_path / "second.partial").exists()


def test_what_killed_writers_of_links_left_is_in_no_backup(settings, tmp_path):
    (settings.links / "fedcba9876543210.json.partial").write_text('{"quest')
    write_backup(settings, tmp_path / "second")
    assert [path.name for path in (tmp_path / "second" / "links").iterdir()] == [
        "0123456789abcdef.json"
    ]


def test_articles_in_a_database_are_backed_up_with_its_own_tools(settings, backup, tmp_path):
    servers = settings.model_copy(
        update={"store": "http://host:8000", "database": SecretStr("postgresql://u@host/db")}
    )
    for action in (
        lambda: write_backup(servers, tmp_path / "another"),
        lambda: restore_backup(backup, servers, replace=True),
    ):
        with pytest.raises(CiteraError, match="pg_dump"):
            action()
