"""What messages that Outlook has saved give: as other messages do."""

from io import BytesIO
from pathlib import Path

import pytest

from ingest.articles import read_source
from ingest.errors import SourceFailure, UnreadableSource
from ingest.extract import Extract
from ingest.parsers.msg import parse_msg
from tests.ingest.compound_documents import (
    BODY,
    CONTENT_ID,
    FILE,
    FILE_NAME,
    FILE_TYPE,
    HEADERS,
    HTML,
    SENDER,
    SENT,
    SUBJECT,
    outlook_message,
)

MAIL = {
    SUBJECT: "RE: Depot",
    SENDER: "Rolf Anders",
    SENT: 1_709_684_000,  # 6 March 2024 in UTC
    BODY: "It holds 900 tonnes.\r\n\r\nFrom: Desk\r\nSent: 4 March\r\nTo: Rolf\r\n\r\nIt holds 90?",
}


def read(content: bytes) -> Extract:
    (extract,) = parse_msg(BytesIO(content))
    assert isinstance(extract, Extract)
    return extract


def test_a_message_is_read_without_its_quotations() -> None:
    extract = read(outlook_message(MAIL))
    assert (extract.title, extract.author) == ("Depot", "Rolf Anders")
    assert (extract.date, extract.text) == ("2024-03-06", "It holds 900 tonnes.")


def test_its_headers_count_more() -> None:
    headers = "From: =?utf-8?q?Ren=C3=A9?= <r@x.example>\nDate: Tue, 5 Mar 2024 19:13:20 -0500\n"
    extract = read(outlook_message(MAIL | {HEADERS: headers}))
    assert (extract.author, extract.date) == ("René", "2024-03-05")


def test_a_message_in_html_is_read() -> None:
    extract = read(outlook_message({SUBJECT: "Depot", HTML: b"<p>It holds 900.</p><p>Now.</p>"}))
    assert extract.text == "It holds 900.\n\nNow."


def test_attached_files_are_read_or_named(tmp_path: Path) -> None:
    attached = [
        {FILE_NAME: "log.txt", FILE_TYPE: "text/plain", FILE: b"Measured: 903 tonnes. " * 300},
        {FILE_NAME: "logo.png", FILE_TYPE: "image/png", FILE: b"x", CONTENT_ID: "logo"},
    ]
    (tmp_path / "a.msg").write_bytes(outlook_message(MAIL, attached, inner=True))
    mail, log, inner = read_source(tmp_path / "a.msg")
    assert not isinstance(mail, SourceFailure)
    assert not isinstance(log, SourceFailure)
    assert log.source == str(tmp_path / "a.msg" / "log.txt")
    assert log.text.startswith("Measured: 903 tonnes.")
    assert isinstance(inner, SourceFailure)
    assert "save it by itself" in inner.reason


def test_a_damaged_message_is_named_with_what_to_do() -> None:
    with pytest.raises(UnreadableSource, match=r"damaged.*save it as EML"):
        read(outlook_message(MAIL)[:600])
