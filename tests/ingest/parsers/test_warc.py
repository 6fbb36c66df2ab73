"""What a web archive gives: its pages, each with its address and when it was saved."""

import gzip
from io import BytesIO

import pytest

from ingest.errors import SourceFailure, UnreadableSource
from ingest.extract import Attachment, Extract
from ingest.parsers.kinds import kind_of
from ingest.parsers.warc import parse_warc
from tests.ingest.documents import warc_record

TEXT = "The lake of Tilvan is a reserve since Thursday, the first in Ulmark."
LAKE = "https://x.example/lake"


def read(*records: bytes) -> list[Extract | Attachment | SourceFailure]:
    return list(parse_warc(BytesIO(b"".join(records))))


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_page_keeps_its_address_and_when_it_was_saved(pack) -> None:
    content = pack(warc_record(LAKE, f"<p>{TEXT}</p>".encode()))
    assert kind_of(BytesIO(content), "crawl.dat") == ".warc"
    (page,) = read(content)
    assert isinstance(page, Extract)
    assert (page.text, page.url, page.date, page.part) == (TEXT, LAKE, "2020-01-09", LAKE)


def test_what_is_no_page_or_was_refused_is_left_out() -> None:
    page = f"<p>{TEXT}</p>".encode()
    found = read(
        warc_record(f"{LAKE}.png", b"\x89PNG", media_type="image/png"),
        warc_record(f"{LAKE}/gone", page, status="404 Not Found"),
        warc_record(f"{LAKE}/empty", b"<p></p>"),
        warc_record(f"{LAKE}/map%20a.pdf", b"%PDF-", media_type="application/pdf"),
        warc_record(LAKE, page),
        warc_record(LAKE, page),
    )
    empty, attached, lake = found
    assert isinstance(empty, SourceFailure)
    assert empty.source == f"{LAKE}/empty"
    assert isinstance(attached, Attachment)
    assert (attached.name, attached.read()) == ("map a.pdf", b"%PDF-")
    assert isinstance(lake, Extract)


@pytest.mark.parametrize(
    "content",
    [
        b"WARC/1.0 no more\r\n" + b"x" * 100,
        gzip.compress(warc_record(LAKE, TEXT.encode()))[:60],
        warc_record(f"{LAKE}.png", b"\x89PNG", status="301 Moved"),
    ],
    ids=["damaged", "cut", "moved"],
)
def test_an_archive_without_pages_is_named(content: bytes) -> None:
    with pytest.raises(UnreadableSource, match="damaged, or holds no page"):
        read(content)


@pytest.mark.parametrize("packing", ["br", "gzip", "deflate"])
def test_the_pages_beside_a_damaged_one_are_read(packing: str) -> None:
    page = f"<p>{TEXT}</p>".encode()
    damaged = warc_record(f"{LAKE}/bad", page, f"text/html\r\nContent-Encoding: {packing}")
    address = warc_record("http://[::1", page, "application/pdf")
    *others, lake = read(damaged, address, warc_record(LAKE, page))
    assert isinstance(others[-1], SourceFailure)
    assert others[-1].source == "http://[::1"
    assert isinstance(lake, Extract)
    assert lake.text == TEXT


def test_an_archive_of_pictures_alone_is_named() -> None:
    with pytest.raises(UnreadableSource, match="holds no page"):
        read(warc_record(f"{LAKE}.png", b"\x89PNG", media_type="image/png"))
