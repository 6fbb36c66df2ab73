"""What is read of a folder, and what is passed over with which reason."""

import os
from pathlib import Path

from ingest.reading import find_sources
from tests.ingest.documents import write_docx


def test_whatever_is_passed_over_is_named_with_its_reason(tmp_path: Path):
    for name in ("talks.txt", "film.MP4", "old.key", "README", ".notes.txt", "~$talks.docx"):
        (tmp_path / name).write_text("The talks began.")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD.txt").write_text("The talks began.")
    found = find_sources([tmp_path])
    assert [path.name for path in found.files] == ["talks.txt"]
    assert {Path(source).name: reason for source, reason in found.skipped} == {
        ".git": "it is hidden",
        ".notes.txt": "it is hidden",
        "README": "this kind of file is not read: its name has no ending, such as .txt",
        "old.key": "this kind of file (.key) is not read; save it as PPTX",
        "film.MP4": "this kind of file (.mp4) is not read",
        "~$talks.docx": "it is what Office leaves beside a document while that is open",
    }


def test_a_document_without_an_ending_is_found_by_its_content(tmp_path: Path):
    write_docx(tmp_path / "minutes")
    write_docx(tmp_path / "minutes.bak")
    found = find_sources([tmp_path])
    assert [path.name for path in found.files] == ["minutes", "minutes.bak"]


def test_a_pipe_in_a_folder_is_not_opened(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    found = find_sources([tmp_path])
    assert [Path(skipped.source).name for skipped in found.skipped] == ["pipe"]


def test_a_file_that_is_named_itself_is_tried_whatever_its_kind(tmp_path: Path):
    (tmp_path / "film.mp4").write_bytes(b"\0\0\0 ftypisom")
    found = find_sources([tmp_path / "film.mp4"])
    assert ([path.name for path in found.files], found.skipped) == (["film.mp4"], [])
