"""Tests of ui/web/state/uploads.py; what becomes of uploaded files is in test_library.py."""

import threading
from pathlib import Path

from ui.web.state.uploads import Uploads


def test_who_gave_a_file_is_known_on_a_machine_that_does_not_have_it(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "uploads")

    def giver(*parts: str) -> tuple[str, str]:
        return uploads.giver("/".join((str(tmp_path / "uploads"), *parts)))

    assert giver("by-ana%40news", "dam.pdf") == ("by-ana%40news", "ana@news")
    assert giver("by-ana%40news", "dams.zip", "dam.pdf") == ("by-ana%40news", "ana@news")
    assert giver("from-0123456789ab", "dam.pdf") == ("from-0123456789ab", "")
    assert giver("dam.pdf") == giver("from-boss.eml", "dam.pdf") == giver("a.zip", "b.txt")
    assert giver("dam.pdf") == ("", "")
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "by-bus.zip").touch()
    assert giver("by-bus.zip", "dam.pdf") == ("", "")


def test_chats_that_share_the_folder_wait_for_each_other(tmp_path: Path) -> None:
    one, other = Uploads(tmp_path), Uploads(tmp_path)
    source = f"{tmp_path}/by-ana/dam.txt"
    entered = threading.Event()

    def wait_and_enter() -> None:
        with other.locked(f"{source}#part"):
            entered.set()

    with one.locked(source):
        waiting = threading.Thread(target=wait_and_enter)
        waiting.start()
        with other.locked(f"{tmp_path.parent}/no-upload.txt"):
            assert not entered.wait(0.2)
    waiting.join(30)
    assert entered.is_set()
    assert list(one.files()) == []
