"""Opening PDF files: rights, threads, pages without text."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest

from ingest.errors import UnreadableSource
from ingest.parsers.pdf import parse_pdf
from tests.ingest.documents import FIRST, write_pdf
from tests.ingest.parsers.pdf.drawing import lines, pdf, read

PAGES = [
    lines(57, 60, f"The port of Sarnow had {n * n * 37 % 1000} ships\nin its harbour.")
    for n in range(30)
]


def test_a_pdf_that_only_its_owner_may_change_is_read(tmp_path: Path):
    write_pdf(tmp_path / "a.pdf", password="")
    (extract,) = parse_pdf(BytesIO((tmp_path / "a.pdf").read_bytes()))
    assert extract.text.startswith(FIRST)


def test_a_page_without_text_begins_where_the_next_one_does():
    article = read(PAGES[1], [], PAGES[2])
    starts = article.page_starts
    assert starts[1] == starts[2] == article.text.index("The port of Sarnow had 148")
    assert article.pages(starts[2], starts[2] + 3) == (3,)


def test_files_are_read_in_several_threads_at_once():
    data = pdf(PAGES)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: list(parse_pdf(BytesIO(data)))[-1], range(8)))
    assert all(extract == found[0] for extract in found)
    assert "had 117 ships in its harbour." in found[0].text


def test_a_file_without_pages_that_can_be_read_is_damaged():
    data = pdf(PAGES[:2]).replace(b"/Type /Pages", b"/Type /Wrong").replace(b"/Kids", b"/Lost")
    with pytest.raises(UnreadableSource):
        list(parse_pdf(BytesIO(data)))


def test_text_outside_the_page_is_not_there():
    article = read([*PAGES[1], (57, 900, "Printed on 3 May, colour bars"), (700, 60, "Cut here")])
    assert article.text == "The port of Sarnow had 37 ships in its harbour."


def test_text_along_the_margin_stands_apart():
    data = pdf([PAGES[1]]).replace(b"BT /F 11 Tf 1 0 0 1 57 768", b"BT /F 11 Tf 0 1 -1 0 20 300")
    (extract,) = parse_pdf(BytesIO(data))
    assert extract.text.split("\n\n") == ["The port of Sarnow had 37 ships", "in its harbour."]
