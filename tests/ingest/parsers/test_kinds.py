"""The kind of a file is told by what is in it, whatever it is called."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from ingest.articles import read_articles, read_source
from ingest.errors import SourceFailure
from ingest.parsers.kinds import kind_of
from tests.ingest.documents import FIRST, WRITERS

NAMES = [".docx", ".csv", ".doc", ".bin", ".jpg", ""]
TOLD_BY_CONTENT = [".pdf", ".docx", ".epub"]


@pytest.mark.parametrize("kind", TOLD_BY_CONTENT)
@pytest.mark.parametrize("ending", NAMES)
def test_a_document_is_known_under_any_name(tmp_path: Path, kind: str, ending: str):
    WRITERS[kind](tmp_path / "document")
    content = (tmp_path / "document").read_bytes()
    stream = BytesIO(content)
    assert kind_of(stream, f"report{ending}") == kind
    assert stream.read() == content


def packed(*names: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"\n{\\rtf1 a}", "a.doc", ".rtf"),
        (b"\x89PNG\r\n\x1a\n", "a.txt", ".png"),
        (b"\xff\xd8\xff\xe0", "a.png", ".jpg"),
        (b"MM\0*", "scan", ".tif"),
        (b"<html xmlns:o='urn:x'><p>a", "a.doc", ".html"),
        (b"\xef\xbb\xbf<!-- saved -->\n<!DOCTYPE html>", "a.xls", ".html"),
        (b"<?xml version='1.0'?>\n<html xmlns='x'/>", "a.doc", ".html"),
        (b"A letter of 1989.", "a.doc", ".txt"),
        (b"<html> is a tag", "a.txt", ".txt"),
        (b"From: a@b.example\nSubject: x\n y\nMIME-Version: 1.0\n\n", "a.dat", ".eml"),
        (b"Date: 2020\nA text", "a.dat", ".dat"),
        (packed("a.txt"), "a.csv", ".zip"),
        (packed("a.txt"), "a.zip", ".zip"),
        (packed("META-INF/MANIFEST.MF", "a.class"), "a.jar", ".jar"),
        (packed("a.txt"), "a.docx", ".docx"),
        (packed("xl/workbook.bin", "xl/styles.bin"), "a.xlsx", ".xlsb"),
        (b"PK\x03\x04 damaged", "a.csv", ".csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "a.bin", ".doc"),
        (b"", "a.MD", ".md"),
    ],
)
def test_content_counts_more_than_the_name(content: bytes, name: str, kind: str):
    assert kind_of(BytesIO(content), name) == kind


def test_a_zip_of_another_name_is_unpacked(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "talks.csv", "w") as archive:
        archive.writestr("talks.txt", FIRST)
    (article,) = read_articles(tmp_path / "talks.csv")
    assert (article.text, article.source) == (FIRST, str(tmp_path / "talks.csv" / "talks.txt"))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.gif", b"GIF89a", "this kind of file (.gif) is not read"),
        ("a.PAGES", b"x", "this kind of file (.pages) is not read; save it as DOCX"),
        ("notes", b"x", "this kind of file is not read: its name has no ending, such as .txt"),
    ],
)
def test_a_kind_that_is_not_read_is_named_with_what_to_do(
    tmp_path: Path, name: str, content: bytes, reason: str
):
    (tmp_path / name).write_bytes(content)
    (found,) = read_source(tmp_path / name)
    assert found == SourceFailure(str(tmp_path / name), reason)


def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("inner.zip", packed("a.txt"))
    (found,) = read_source(tmp_path / "a.zip")
    assert isinstance(found, SourceFailure)
    assert found.source == str(tmp_path / "a.zip" / "inner.zip")
    assert "save it by itself" in found.reason
