"""A picture is of the very file from which the article was read, or there is none."""

import hashlib
from dataclasses import replace

import pytest
from PIL import Image

from ingest.errors import SourceFailure
from ingest.pages.errors import PageUnavailable
from ingest.pages.original import Original, original_of
from ingest.state.ledger import LEDGER, Ledger
from tests.ingest.parsers.pdf.drawing import pdf
from vectorstore.article import Article


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "dam.pdf"
    path.write_bytes(pdf([[(40, 100, "The dam held.")]]))
    return path


def article(source) -> Article:
    return Article(text="The dam held.", title="Dam", source=str(source), page_starts=(0,))


def digest(path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def record(folder, path, failures=()) -> None:
    given = {article(path).id: article(path).content_hash}
    Ledger(folder / LEDGER).record("default", str(path), digest(path), given, failures)


def test_the_file_that_was_read_is_the_original(tmp_path, file):
    record(tmp_path, file)
    assert original_of(tmp_path, article(file)) == Original(file, digest(file))


def test_a_file_that_is_gone_has_no_picture(tmp_path, file):
    record(tmp_path, file)
    file.unlink()
    with pytest.raises(PageUnavailable) as failure:
        original_of(tmp_path, article(file))
    assert failure.value.reason == "missing"


def test_a_file_that_has_changed_has_no_picture(tmp_path, file):
    record(tmp_path, file)
    original_of(tmp_path, article(file))
    file.write_bytes(pdf([[(40, 100, "The dam broke in the night.")]]))
    with pytest.raises(PageUnavailable) as failure:
        original_of(tmp_path, article(file))
    assert failure.value.reason == "changed"


def test_an_article_from_before_its_file_became_unreadable_has_no_picture(tmp_path, file):
    record(tmp_path, file, [SourceFailure(str(file), "it is damaged")])
    with pytest.raises(PageUnavailable) as failure:
        original_of(tmp_path, article(file))
    assert failure.value.reason == "changed"


def test_a_file_is_the_original_though_a_page_was_left_out(tmp_path, file):
    record(tmp_path, file, [SourceFailure(f"{file}#page 2", "it is left out")])
    assert original_of(tmp_path, article(file)) == Original(file, digest(file))


def test_an_image_is_the_original_of_its_text(tmp_path):
    path = tmp_path / "dam.png"
    Image.new("L", (40, 20)).save(path)
    record(tmp_path, path)
    assert original_of(tmp_path, article(path)) == Original(path, digest(path), is_image=True)


def test_a_file_that_the_ledger_does_not_know_is_never_opened(tmp_path, file):
    for make_ledger in (False, True):
        if make_ledger:
            Ledger(tmp_path / LEDGER)
        with pytest.raises(PageUnavailable) as failure:
            original_of(tmp_path, article(file))
        assert failure.value.reason == "elsewhere"
        assert (tmp_path / LEDGER).exists() is make_ledger
    assert original_of(tmp_path, article("given/by/a/program.pdf")) is None


def test_a_member_of_an_archive_has_no_file_wherever_that_was_read(tmp_path):
    (tmp_path / "dams.zip").write_bytes(b"PK")
    record(tmp_path, tmp_path / "dams.zip")
    assert original_of(tmp_path, article(tmp_path / "dams.zip" / "dam.pdf")) is None


def test_a_file_whose_article_another_machine_has_replaced_has_no_picture(tmp_path, file):
    record(tmp_path, file)
    other = replace(article(file), text="The dam broke.")
    with pytest.raises(PageUnavailable) as failure:
        original_of(tmp_path, other)
    assert failure.value.reason == "changed"


@pytest.mark.parametrize("name", ["film.srt", "talk.pptx", "https://example.org/dam.pdf"])
def test_other_formats_and_addresses_have_no_picture(tmp_path, name):
    assert original_of(tmp_path, article(name)) is None


def test_a_file_that_is_only_named_as_a_pdf_has_no_picture(tmp_path):
    path = tmp_path / "dam.pdf"
    path.write_text("<!doctype html><html><p>The dam held.</p></html>", encoding="utf-8")
    record(tmp_path, path)
    assert original_of(tmp_path, article(path)) is None
