"""Every kind of bad input is named with its reason; the rest of the file is read."""

import json
import os
import zipfile
from collections.abc import Callable
from errno import EACCES
from pathlib import Path

import pytest

from ingest.articles import read_source
from ingest.errors import SourceFailure
from ingest.parsers.limits import MAX_TEXT_BYTES
from tests.ingest.compound import compound_file
from tests.ingest.documents import (
    FIRST,
    write_doc,
    write_docx,
    write_epub,
    write_html,
    write_msg,
    write_odt,
    write_pdf,
    write_pptx,
    write_rtf,
    write_xlsx,
)
from tests.ingest.packages import odf, shape, slide, xlsx

BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty.txt": (lambda path: path.write_bytes(b""), "empty"),
    "blank.txt": (lambda path: path.write_text(" \n\t\n"), "no word"),
    "symbols.txt": (lambda path: path.write_text("--- *** ---"), "no word"),
    "program.txt": (lambda path: path.write_bytes(bytes(range(256)) * 40), "binary"),
    "broken.txt": (
        lambda path: path.write_bytes((FIRST * 20).encode() + b"\xff\xfe " + FIRST.encode()),
        "encoding is broken",
    ),
    "huge.txt": (lambda path: _sparse(path, 2 * 2**30), "too long for one article"),
    "film.mp4": (lambda path: path.write_bytes(b"\0\0\0 ftypisom"), "kind of file"),
    "locked.pdf": (lambda path: write_pdf(path, password="secret"), "locked by a password"),
    "broken.pdf": (lambda path: path.write_bytes(b"%PDF-1.7\ngarbage"), "damaged"),
    "text.pdf": (lambda path: path.write_text(FIRST), "damaged"),
    "cut.pdf": (lambda path: _cut(path, write_pdf), "damaged"),
    "blank.pdf": (lambda path: _blank_pdf(path), "OCR"),
    "broken.docx": (lambda path: path.write_bytes(b"PK garbage"), "damaged"),
    "cut.docx": (lambda path: _cut(path, write_docx), "damaged"),
    "other.docx": (lambda path: _zip(path, {"a.txt": FIRST}), "not a Word document"),
    "cut.epub": (lambda path: _cut(path, write_epub), "damaged"),
    "other.epub": (lambda path: _zip(path, {"a.txt": FIRST}), "damaged"),
    "cut.xlsx": (lambda path: _cut(path, write_xlsx), "damaged"),
    "other.xlsx": (lambda path: _zip(path, {"a.txt": FIRST}), "the workbook is damaged"),
    "blank.xlsx": (lambda path: _zip(path, xlsx({"Sheet1": ""})), "no word"),
    "bomb.xlsx": (lambda path: _zip(path, {"xl/a.xml": "0" * 40 * 2**20}), "bomb"),
    "other.ods": (lambda path: _zip(path, {"a.txt": FIRST}), "the spreadsheet is damaged"),
    "locked.ods": (lambda path: _locked_odf(path, "spreadsheet"), "locked by a password"),
    "cut.pptx": (lambda path: _cut(path, write_pptx), "damaged"),
    "other.pptx": (lambda path: _zip(path, {"a.txt": FIRST}), "no slides"),
    "blank.pptx": (lambda path: _zip(path, {"ppt/slides/slide1.xml": slide()}), "no word"),
    "cut.odt": (lambda path: _cut(path, write_odt), "damaged"),
    "other.odt": (lambda path: _zip(path, {"a.txt": FIRST}), "the document is damaged"),
    "locked.odt": (lambda path: _locked_odf(path, "text"), "locked by a password"),
    "bomb.odp": (lambda path: _zip(path, {"content.xml": "0" * 40 * 2**20}), "bomb"),
    "cut.rtf": (lambda path: _cut(path, write_rtf), "damaged"),
    "text.rtf": (lambda path: path.write_text(FIRST), "not RTF"),
    "locked.docx": (
        lambda path: path.write_bytes(compound_file({"EncryptedPackage": b"x"})),
        "locked by a password",
    ),
    "old.csv": (
        lambda path: path.write_bytes(compound_file({"Workbook": b"x"})),
        "save it as XLSX",
    ),
    "text.xls": (lambda path: path.write_text(FIRST), "save it as XLSX"),
    "old.bin": (
        lambda path: path.write_bytes(compound_file({"PowerPoint Document": b"x"})),
        "save it as PPTX",
    ),
    "cut.doc": (lambda path: _cut(path, write_doc), "save it as DOCX"),
    "cut.msg": (lambda path: _cut(path, write_msg), "damaged"),
    "text.eml": (lambda path: path.write_text(FIRST), "no message"),
    "text.srt": (lambda path: path.write_text(FIRST), "no subtitles"),
    "broken.zip": (lambda path: path.write_bytes(b"PK garbage"), "damaged"),
    "bomb.zip": (lambda path: _zip(path, {"a.txt": "0" * 40 * 2**20}), "bomb"),
    "bomb.docx": (lambda path: _zip(path, {"a.xml": "0" * 40 * 2**20}), "bomb"),
    "table.csv": (lambda path: path.write_text("name,size\na,1\n"), "no column called `text`"),
    "broken.json": (lambda path: path.write_text('{"text": "a'), "not JSON"),
    "deep.json": (lambda path: path.write_text("[" * 100_000), "not JSON"),
    "deep.jsonl": (lambda path: path.write_text("[" * 100_000), "not JSON"),
    "scripts.html": (lambda path: path.write_text("<script>a()</script>"), "no text"),
    "nothing.md": (lambda path: path.write_text("---\ntitle: A\n---\n"), "no word"),
}


def _sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.write(b"word ")
        file.truncate(size)


def _cut(path: Path, write: Callable[[Path], None]) -> None:
    write(path)
    path.write_bytes(path.read_bytes()[:400])


def _blank_pdf(path: Path) -> None:
    from fpdf import FPDF

    pdf = FPDF()
    pdf.add_page()
    pdf.output(str(path))


def _locked_odf(path: Path, kind: str) -> None:
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    _zip(path, odf(kind, "") | {"META-INF/manifest.xml": manifest, "content.xml": "\x1f\x00"})


def _zip(path: Path, members: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_named_with_its_reason(tmp_path: Path, name: str):
    write, reason = BAD[name]
    write(tmp_path / name)
    (found,) = read_source(tmp_path / name)
    assert isinstance(found, SourceFailure)
    assert name in found.source
    assert reason in found.reason


def test_a_pipe_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.txt")
    (found,) = read_source(tmp_path / "pipe.txt")
    assert isinstance(found, SourceFailure)
    assert "not a file" in found.reason


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "secret.txt"
    path.write_text("x")
    path.chmod(0)
    if os.access(path, os.R_OK):  # as root may read every file

        def refuse(*_):
            raise PermissionError(EACCES, os.strerror(EACCES))

        monkeypatch.setattr(Path, "open", refuse)
    (found,) = read_source(path)
    assert isinstance(found, SourceFailure)
    assert found.reason == "it cannot be opened: Permission denied"


def test_good_records_are_read_beside_bad_ones(tmp_path: Path):
    lines = [json.dumps({"text": FIRST}), "{broken", "17", json.dumps({"text": " "})]
    (tmp_path / "a.jsonl").write_text("\n".join([*lines, json.dumps({"text": "The end."})]))
    found = list(read_source(tmp_path / "a.jsonl"))
    failures = [item for item in found if isinstance(item, SourceFailure)]
    assert [failure.source.rpartition("#")[2] for failure in failures] == [
        "line 2",
        "line 3",
        "line 4",
    ]
    assert len(found) - len(failures) == 2


def test_good_members_are_read_beside_bad_ones(tmp_path: Path):
    write_html(tmp_path / "good.html")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "good.html", "good.html")
        archive.writestr("bad.pdf", b"%PDF-garbage")
        archive.writestr("film.mp4", b"\0\0\0 ftypisom")
        archive.writestr("inner.zip", b"PK")
    found = {item.source.rpartition("/")[2]: item for item in read_source(tmp_path / "a.zip")}
    assert not isinstance(found["good.html"], SourceFailure)
    for name in ("bad.pdf", "film.mp4", "inner.zip"):
        assert isinstance(found[name], SourceFailure)


@pytest.mark.parametrize(
    "packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_good_members_are_read_beside_damaged_ones(tmp_path: Path, packing: int):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", packing) as archive:
        archive.writestr("bad.txt", FIRST * 20)
        archive.writestr("good.txt", FIRST)
        start, size = 30 + len("bad.txt"), archive.getinfo("bad.txt").compress_size
    data = bytearray(path.read_bytes())
    data[start + size // 4 : start + size] = b"\xff" * (size - size // 4)
    path.write_bytes(bytes(data))
    bad, good = read_source(path)
    assert isinstance(bad, SourceFailure)
    assert bad.source == f"{path}/bad.txt"
    assert bad.reason.startswith("it is damaged: ")
    assert not isinstance(good, SourceFailure)


def test_the_name_of_a_member_is_never_a_path(tmp_path: Path):
    names = [str(tmp_path / "absolute.txt"), "..\\windows.txt", "a/../../up.txt"]
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in (*names, "good.txt"):
            archive.writestr(zipfile.ZipInfo(name), "The harbour opened in May.")
    before = sorted(tmp_path.rglob("*"))
    found = list(read_source(tmp_path / "a.zip"))
    assert len(found) >= 2
    assert all(item.source.startswith(f"{tmp_path}/a.zip/") for item in found)
    assert sorted(tmp_path.rglob("*")) == before


def test_any_error_of_an_archive_is_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    _zip(tmp_path / "a.zip", {"a.txt": FIRST, "b.txt": FIRST})

    def fail(name: str):
        if name == "b.txt":
            raise RuntimeError("no such member")
        return False

    monkeypatch.setattr("ingest.parsers.archive._is_litter", fail)
    article, failure = read_source(tmp_path / "a.zip")
    assert not isinstance(article, SourceFailure)
    assert isinstance(failure, SourceFailure)
    assert failure.source == str(tmp_path / "a.zip")
    assert "no such member" in failure.reason


def test_a_member_that_lies_about_its_size_is_not_unpacked_whole(tmp_path: Path):
    path = tmp_path / "a.zip"
    _zip(path, {"a.txt": "0" * (MAX_TEXT_BYTES // 8)})
    data = bytearray(path.read_bytes())
    header = data.rindex(b"PK\x01\x02")
    data[header + 24 : header + 28] = (100).to_bytes(4, "little")  # the unpacked size it claims
    path.write_bytes(bytes(data))
    (found,) = read_source(path)
    assert isinstance(found, SourceFailure)


def test_entities_of_a_book_are_not_expanded(tmp_path: Path):
    write_epub(tmp_path / "good.epub")
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret words")
    evil = (
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><html><body>a &x;</body></html>'
    )
    with (
        zipfile.ZipFile(tmp_path / "good.epub") as good,
        zipfile.ZipFile(tmp_path / "evil.epub", "w") as archive,
    ):
        for name in good.namelist():
            archive.writestr(name, evil if name.endswith("b.xhtml") else good.read(name))
    (found,) = read_source(tmp_path / "evil.epub")
    assert not isinstance(found, SourceFailure)
    assert "secret words" not in found.text


SLIDES = {"ppt/slides/slide1.xml": slide(shape("a &x;").replace("&amp;", "&"))}
SHEET = xlsx({"Sheet1": "<sheetData><row><c t='str'><v>a &x;</v></c></row></sheetData>"})
TABLE = odf(
    "spreadsheet",
    "<table:table><table:table-row><table:table-cell><text:p>a &x;</text:p>"
    "</table:table-cell></table:table-row></table:table>",
)


@pytest.mark.parametrize(
    ("name", "parts", "evil"),
    [
        ("a.xlsx", SHEET, "xl/worksheets/sheet1.xml"),
        ("a.ods", TABLE, "content.xml"),
        ("a.odt", odf("text", "<text:p>a &x;</text:p>"), "content.xml"),
        ("a.pptx", SLIDES, "ppt/slides/slide1.xml"),
    ],
)
def test_entities_of_a_package_are_not_expanded(
    tmp_path: Path, name: str, parts: dict[str, str], evil: str
):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret words")
    entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    _zip(tmp_path / name, parts | {evil: entity + parts[evil]})
    (found,) = read_source(tmp_path / name)
    assert not isinstance(found, SourceFailure)
    assert found.text in ("a", "a &x;")


def test_any_error_of_a_parser_is_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write_pdf(tmp_path / "a.pdf")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "a.pdf", "a.pdf")
        archive.writestr("b.txt", FIRST)

    def fail(*_):
        raise KeyError("/Root")

    monkeypatch.setattr("ingest.parsers.pdf.document._read", fail)
    failure, article = read_source(tmp_path / "a.zip")
    assert isinstance(failure, SourceFailure)
    assert "KeyError" in failure.reason
    assert not isinstance(article, SourceFailure)


def test_what_a_record_states_is_stored_as_valid_unicode(tmp_path: Path):
    record = r'{"text": "A word.", "url": "http://a/\ud800", "id": "\udcff", "title": "\ud83d"}'
    (tmp_path / "a.json").write_text(record, "utf-8")
    (article,) = read_source(tmp_path / "a.json")
    assert not isinstance(article, SourceFailure)
    assert article.url == "http://a/\ufffd"
    assert article.source == f"{tmp_path}/a.json#\ufffd"


def test_a_value_of_lists_in_lists_without_end_is_cut(tmp_path: Path):
    lists = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))
    text = f"---\na0: &a0 [lol]\n{lists}\nauthor: *a11\ntitle: Talks\n---\n{FIRST}"
    (tmp_path / "a.md").write_text(text, "utf-8")
    (article,) = read_source(tmp_path / "a.md")
    assert not isinstance(article, SourceFailure)
    assert (article.title, article.text) == ("Talks", FIRST)
