"""Scanned pages are recognised, and only those."""

from io import BytesIO

import pytest
from PIL import Image

from ingest.errors import PassedOver, SourceFailure
from ingest.extract import Extract, PageRecognised
from ingest.parsers.pdf import document
from ingest.parsers.pdf.document import parse_pdf
from tests.ingest.parsers.pdf.drawing import lines, pdf
from tests.ingest.parsers.pictures import ENGLISH, FRENCH, image_file, joined, on_one_line, picture
from tests.required import required

TEXT = "The water board of Kerrin met for six hours."


def scan(*pages: Image.Image) -> BytesIO:
    return image_file("PDF", *pages, resolution=200)


def test_a_scan_of_two_columns_is_read():
    required("rapidocr")
    page, extract = parse_pdf(scan(picture(ENGLISH, FRENCH)))
    assert page == PageRecognised(1, 1)
    assert isinstance(extract, Extract)
    assert extract.text.split("\n\n") == [on_one_line(ENGLISH), on_one_line(FRENCH)]
    assert 0.9 < extract.page_certainties[0] < 1


def test_pages_that_lie_or_stand_on_their_heads_are_turned():
    required("rapidocr")
    upright = picture(ENGLISH)
    turned = [upright.rotate(angle, expand=True) for angle in (90, 180)]
    *_, extract = parse_pdf(scan(*turned))
    assert isinstance(extract, Extract)
    assert extract.text.split("\n\n") == [on_one_line(ENGLISH)] * 2


def test_a_page_of_text_beside_a_scan_is_not_recognised():
    required("rapidocr")
    file = joined(pdf([lines(57, 60, TEXT)]), scan(picture(ENGLISH)).getvalue())
    page, extract = parse_pdf(file)
    assert page == PageRecognised(1, 1)
    assert isinstance(extract, Extract)
    assert extract.text == f"{TEXT}\n\n{on_one_line(ENGLISH)}"
    assert extract.page_certainties[0] == 1 > extract.page_certainties[1]


def test_a_page_that_is_too_blurred_is_left_out_and_named():
    required("rapidocr")
    sharp = picture(ENGLISH)
    blurred = sharp.resize((sharp.width // 7, sharp.height // 7)).resize(sharp.size)
    *_, extract, failure = parse_pdf(joined(pdf([lines(57, 60, TEXT)]), scan(blurred).getvalue()))
    assert isinstance(extract, Extract)
    assert extract.text.strip() == TEXT
    assert isinstance(failure, SourceFailure)
    assert failure.source == "page 2"
    assert "with a certainty of" in failure.reason


def test_without_an_engine_a_scan_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(document, "ocr_engine", lambda: None)
    file = joined(pdf([lines(57, 60, TEXT)]), scan(picture(ENGLISH)).getvalue())
    extract, failure = parse_pdf(file)
    assert isinstance(extract, Extract)
    assert extract.text.strip() == TEXT
    assert isinstance(failure, PassedOver)
    assert failure.source == "page 2"
    assert "citera[ocr]" in failure.reason


def test_a_hidden_layer_of_text_is_read_as_text():
    hidden = [(57, 60 + 14 * row, f"Row {row} of a layer that nobody sees.") for row in range(9)]
    (extract,) = parse_pdf(BytesIO(pdf([hidden]).replace(b"BT /F", b"BT 3 Tr /F")))
    assert isinstance(extract, Extract)
    assert "Row 8 of a layer" in extract.text
    assert extract.page_certainties == ()
