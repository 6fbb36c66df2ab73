"""What messages and saved pages give: their own words, their headers, and what is attached."""

from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest

from ingest.articles import read_source
from ingest.errors import SourceFailure, UnreadableSource
from ingest.extract import Attachment, Extract
from ingest.parsers.eml import parse_eml
from tests.ingest.documents import WRITERS

TEXT = "The depot holds 900 tonnes."


def message(subject: str = "Re: AW: Norrau dépôt", text: str = TEXT) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"], mail["To"] = subject, "desk@x.example"
    mail["From"] = "Rolf Anders <rolf@x.example>"
    mail["Date"] = "Tue, 05 Mar 2024 23:30:00 -0500"
    mail.set_content(text)
    return mail


def read(mail: EmailMessage | bytes) -> list[Extract | Attachment]:
    return list(parse_eml(BytesIO(mail if isinstance(mail, bytes) else mail.as_bytes())))


def test_headers_become_metadata() -> None:
    (extract,) = read(message())
    assert isinstance(extract, Extract)
    assert (extract.title, extract.author) == ("Norrau dépôt", "Rolf Anders")
    assert (extract.date, extract.text) == ("2024-03-05", TEXT)


@pytest.mark.parametrize(
    ("header", "author"),
    [
        (b"=?utf-8?q?Anders=2C_Ren=C3=A9?= <r@x.example>", "Anders, René"),
        (b'"Anders, Rolf" <r@x.example>, b@x.example', "Anders, Rolf"),
        ("René Gall <r@x.example>".encode(), "René Gall"),
        (b"=?utf-8?b?broken <r@x.example>", "=?utf-8?b?broken"),
        (b"r@x.example", "r@x.example"),
        (b"Rolf Anders", "Rolf Anders"),
        (b"", None),
    ],
)
def test_the_sender_is_the_author(header: bytes, author: str | None) -> None:
    (extract,) = read(b"From: " + header + b"\nSubject: x\n\nShut.")
    assert isinstance(extract, Extract)
    assert extract.author == author


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (
            b"Subject: x\nContent-Type: text/plain; format=flowed\n\nIt holds \n900 \ntonnes.\n",
            "It holds 900 tonnes.",
        ),
        (
            b"Content-Type: text/plain; charset=us-ascii\n\nd\xc3\xa9p\xc3\xb4t de Norrau",
            "dépôt de Norrau",
        ),
        (b"Subject: x\nDate: ?\n\nShut.\n-- \nRolf", "Shut.\n\nRolf"),
        (b"Subject: x\nContent-Type: text/html\n\n<p>Shut.</p><p>Now.</p>", "Shut.\n\nNow."),
    ],
)
def test_the_body_is_read_as_it_is_shown(raw: bytes, text: str) -> None:
    (extract,) = read(raw)
    assert isinstance(extract, Extract)
    assert extract.text == text


def test_html_counts_where_the_plain_text_is_a_stub() -> None:
    mail = message(text="View in a browser.")
    mail.add_alternative(f"<p>{TEXT}</p><p>It was thought to hold 90.</p>", "html")
    (extract,) = read(mail)
    assert isinstance(extract, Extract)
    assert extract.text == f"{TEXT}\n\nIt was thought to hold 90."


def test_attached_files_are_read_by_their_own_parsers(tmp_path: Path) -> None:
    mail = message()
    mail.add_attachment(b"\xff\xd8", "image", "jpeg", disposition="inline", cid="<logo>")
    for kind in (".docx", ".zip"):
        WRITERS[kind](tmp_path / "attached")
        content = (tmp_path / "attached").read_bytes()
        mail.add_attachment(content, "application", "octet-stream", filename=f"a/b{kind}")
    mail.add_attachment("Measured: 903 tonnes.", filename="log")
    mail.add_attachment("Measured: 904 tonnes.", filename="log")
    mail.add_attachment(b"\0\0\0 ftypisom", "video", "mp4", filename="film.mp4")
    mail.add_attachment(message("Inner", "It opens in May."))
    (tmp_path / "mail.eml").write_bytes(mail.as_bytes())
    found = list(read_source(tmp_path / "mail.eml"))
    prefix = str(tmp_path / "mail.eml")
    assert [item.source.removeprefix(prefix) for item in found] == [
        "",
        "/a_b.docx",
        "/a_b.zip/2020/a.jsonl#https://journal.example/haftar",
        "/a_b.zip/2020/b.txt",
        "/log.txt",
        "/log (2).txt",
        "/film.mp4",
        "/Inner.eml",
    ]
    failed = [item for item in found if isinstance(item, SourceFailure)]
    assert [failure.reason for failure in failed] == ["this kind of file (.mp4) is not read"]


def test_a_message_without_words_gives_what_is_attached() -> None:
    mail = message(text="")
    mail.add_attachment("Measured: 903 tonnes.", filename="log.txt")
    (attached,) = read(mail)
    assert isinstance(attached, Attachment)
    assert attached.read().strip() == b"Measured: 903 tonnes."


def test_messages_within_messages_have_an_end(tmp_path: Path) -> None:
    mail = message("0")
    for depth in range(1, 7):
        outer = message(str(depth))
        outer.add_attachment(mail)
        mail = outer
    (tmp_path / "a.eml").write_bytes(mail.as_bytes())
    found = list(read_source(tmp_path / "a.eml"))
    assert len(found) == 5
    assert isinstance(found[-1], SourceFailure)
    assert "too many files" in found[-1].reason


def saved(page: str, head: str = "") -> bytes:
    body = f"Content-Type: text/html\nContent-Location: https://x.example/lake\n\n{page}"
    picture = "Content-Type: image/png\nContent-Location: https://x.example/a.png\n\nx"
    return (
        f"From: <Saved by Blink>\nSubject: Lake\nDate: Fri, 10 May 2024 08:00:00 -0000\n{head}"
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
        f"--b\n{body}\n--b\n{picture}\n--b--\n"
    ).encode()


def test_a_saved_page_keeps_its_address_and_when_it_was_saved() -> None:
    (extract,) = read(saved("<p>The lake is a reserve since Thursday, the first in Ulmark.</p>"))
    assert isinstance(extract, Extract)
    assert extract.text == "The lake is a reserve since Thursday, the first in Ulmark."
    assert (extract.title, extract.date) == ("Lake", "2024-05-10")
    assert extract.url == "https://x.example/lake"


def test_what_a_saved_page_states_itself_counts_more() -> None:
    head = (
        "<head><title>The lake</title><link rel=canonical href='https://y.example/lake'>"
        "<meta property='article:published_time' content='2024-05-09'></head>"
    )
    (extract,) = read(saved(f"<html>{head}<body><h1>The lake</h1><p>{TEXT * 3}</p></body></html>"))
    assert isinstance(extract, Extract)
    assert (extract.title, extract.date) == ("The lake", "2024-05-09")
    assert extract.url == "https://y.example/lake"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"no header here", "no message"),
        (b"Subject: x\nContent-Type: application/pkcs7-mime\n\nMIAG", "encrypted"),
    ],
)
def test_what_is_no_message_is_named(raw: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSource, match=reason):
        read(raw)


def test_a_header_that_lies_loses_no_message() -> None:
    mail = message()
    del mail["Date"]
    head = b"Date: Thu, 09 Jan 2020 18:02:11 +99999999999999\nX-Long: " + b";" * 50_000 + b"\n"
    (extract,) = read(head + mail.as_bytes())
    assert isinstance(extract, Extract)
    assert (extract.title, extract.text) == ("Norrau dépôt", TEXT)


@pytest.mark.parametrize("charset", ["idna", "punycode", "undefined", "a\0b"])
def test_an_encoding_that_no_message_is_in_is_not_believed(charset: str) -> None:
    head = f'Subject: A\nContent-Type: text/plain; charset="{charset}"\n\n'
    (extract,) = read(f"{head}{TEXT} Dépôt-xyz {TEXT}".encode())
    assert isinstance(extract, Extract)
    assert extract.text == f"{TEXT} Dépôt-xyz {TEXT}"
