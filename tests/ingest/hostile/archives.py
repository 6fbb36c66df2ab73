"""Hostile archives: zip files whose members lie or never end, and web archives."""

import gzip
import io
import struct
import zipfile
from collections.abc import Callable, Mapping

from tests.ingest.documents import warc_record
from tests.ingest.hostile.texts import Files
from tests.ingest.story import FIRST

_CENTRAL, _LOCAL = b"PK\x01\x02", b"PK\x03\x04"


def packed(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of some members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 9, 0, 0, 0)), content, method)
    return file.getvalue()


_TWO = {"a.txt": FIRST * 3, "b.txt": FIRST}


def _lie(place: int, written: bytes, local: int | None = None) -> Callable[[], bytes]:
    """A zip with other bytes at a place of the first entry of its table, and before the member."""

    def make() -> bytes:
        data = bytearray(packed(_TWO))
        at = data.index(_CENTRAL) + place
        data[at : at + len(written)] = written
        if local is not None:
            data[local : local + len(written)] = written
        return bytes(data)

    return make


def _overlapping(times: int) -> bytes:
    """A zip whose table names one member very often."""
    data = packed({"a.txt": "0" * 2**20})
    start = data.index(_CENTRAL)
    end = data.rindex(b"PK\x05\x06")
    table = data[start:end] * times
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, times, times, len(table), start, 0)
    return data[:start] + table + tail


def _nested(times: int) -> bytes:
    data = packed({"a.txt": FIRST})
    for _ in range(times):
        data = packed({"a.zip": data, "b.zip": data}, zipfile.ZIP_STORED)
    return data


ZIPS: Files = {
    "zeros.zip": lambda: packed({"a.txt": bytes(64 * 2**20)}),
    "archives in archives.zip": lambda: _nested(6),
    "one member 20,000 times.zip": lambda: _overlapping(20_000),
    "2,000 members.zip": lambda: packed({f"{n}.jpg": "" for n in range(2_000)}),
    "a size of 4 GB.zip": _lie(24, b"\xff\xff\xff\xff", 22),
    "a packed size of 4 GB.zip": _lie(20, b"\xfe\xff\xff\xff", 18),
    "a size of none.zip": _lie(24, bytes(4), 22),
    "a place behind the end.zip": _lie(42, b"\xff\xff\xff\x7f"),
    "an unknown method.zip": _lie(10, struct.pack("<H", 99), 8),
    "locked.zip": _lie(8, b"\x01\x00", 6),
    "a name without an end.zip": _lie(28, b"\xff\xff"),
    "a name of zero bytes.zip": _lie(46, bytes(5), 30),
    "a name of no letters.zip": _lie(46, b"\xff\xfe\xfd\n\x1b", 30),
    "more members than there are.zip": lambda: packed(_TWO).replace(
        b"\x02\x00\x02\x00", b"\xff\x7f\xff\x7f"
    ),
    "paths.zip": lambda: packed({"../../a.txt": FIRST, "/etc/b.txt": FIRST, "c:\\d.txt": FIRST}),
    "folders.zip": lambda: packed({"a/" * 3000 + "b.txt": FIRST, "a.txt/": ""}),
    "a link.zip": lambda: _link(),
    "of a dictionary of 4 GB.zip": lambda: _wide_dictionary(),
}


def _link() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return file.getvalue()


def _wide_dictionary() -> bytes:
    data = bytearray(packed({"a.txt": FIRST}, zipfile.ZIP_LZMA))
    start = 30 + len("a.txt")  # the version of the packer and the size of what follows, then that
    data[start + 5 : start + 9] = b"\xff\xff\xff\xff"
    return bytes(data)


def _record(head: str, content: bytes = b"") -> bytes:
    return f"WARC/1.0\r\nWARC-Type: response\r\n{head}\r\n\r\n".encode() + content + b"\r\n\r\n"


def _answer(headers: str, content: bytes) -> bytes:
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n\r\n".encode() + content
    return _record(
        f"WARC-Target-URI: http://a/{len(headers)}\r\nContent-Type: application/http\r\n"
        f"Content-Length: {len(answer)}",
        answer,
    )


_PAGE = f"<p>{FIRST}<p>{FIRST}".encode()

WARCS: Files = {
    **{
        f"a length of {length[:9]} ({len(length)}).warc": lambda length=length: _record(  # type: ignore[misc]
            f"WARC-Target-URI: http://a/\r\nContent-Length: {length}", _PAGE
        )
        for length in ("-1", "99999999999999999999", "9" * 5000, "x", "")
    },
    "headers without an end.warc": lambda: b"WARC/1.0\r\n" + b"A: b\r\n" * 100_000,
    "a header without an end.warc": lambda: b"WARC/1.0\r\nA: " + b"b" * (5 * 2**20),
    "a header without an end, in gzip.warc": lambda: gzip.compress(
        b"WARC/1.0\r\nA: " + b"b" * (32 * 2**20), 1
    ),
    "a picture of 64 MB, in gzip.warc": lambda: gzip.compress(
        warc_record("http://a/", bytes(64 * 2**20), "image/png"), 1
    ),
    "a page of 40 MB, in gzip.warc": lambda: gzip.compress(
        warc_record("http://a/", b"<p>" + b"a " * (20 * 2**20)), 1
    ),
    "gzip in gzip.warc": lambda: gzip.compress(gzip.compress(warc_record("http://a/", _PAGE))),
    "cut gzip.warc": lambda: gzip.compress(warc_record("http://a/", _PAGE * 50))[:-40],
    "chunks that lie.warc": lambda: _answer(
        "Transfer-Encoding: chunked", b"ffffffffffff\r\n" + _PAGE
    ),
    "chunks below none.warc": lambda: _answer("Transfer-Encoding: chunked", b"-5\r\n" + _PAGE),
    "gzip that is none.warc": lambda: _answer("Content-Encoding: gzip", _PAGE),
    "a page that unpacks to 40 MB.warc": lambda: _answer(
        "Content-Encoding: gzip", gzip.compress(b" " * (40 * 2**20), 1)
    ),
    "brotli that is none.warc": lambda: _answer("Content-Encoding: br", _PAGE),
    "deflate that is none.warc": lambda: _answer("Content-Encoding: deflate", _PAGE),
    "an address.warc": lambda: warc_record("http://[::1", _PAGE, "application/pdf"),
    "addresses of zero bytes.warc": lambda: warc_record("http://a/\0\x1b[2J", _PAGE),
    "pages of nothing.warc": lambda: b"".join(
        warc_record(f"http://a/{n}", b"<p>") for n in range(10)
    ),
}
