"""Hostile messages, saved pages, and compound files, such as those of Outlook and older Word."""

import struct
from collections.abc import Callable, Iterator

from tests.ingest.compound_documents import (
    BODY,
    FILE,
    FILE_NAME,
    HEADERS,
    SUBJECT,
    outlook_message,
    word_document,
)
from tests.ingest.hostile.texts import Files
from tests.ingest.story import FIRST

_LYING = (0, 0x7FFFFFFF, 0xFFFFFFFF)
# Places of 16 and of 32 bits in the head of a compound file, and in that of a Word document.
_OF_COMPOUND = ((2, 30), (2, 32), (4, 44), (4, 48), (4, 56), (4, 60), (4, 64), (4, 68), (4, 76))
_OF_WORD = ((2, 10), (2, 32), (4, 76), (4, 418), (4, 422))
_SECTOR = 512


def _mail(body: str, headers: str = "", subject: str = "Talks") -> Callable[[], bytes]:
    head = f"From: Ida <ida@example.org>\nSubject: {subject}\nMIME-Version: 1.0\n{headers}"
    return lambda: f"{head}\n{body}\n".encode("utf-8", "surrogateescape")


def _nested(depth: int) -> Callable[[], bytes]:
    parts = "".join(
        f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"
        for level in range(depth)
    )
    return lambda: f"Subject: Talks\n{parts}Content-Type: text/plain\n\n{FIRST}\n".encode()


def _attached(name: str, content: str = FIRST, headers: str = "") -> Callable[[], bytes]:
    return _mail(
        f"--b\n\n{FIRST}\n--b\nContent-Type: text/plain\n{headers}"
        f"Content-Disposition: attachment; filename={name}\n\n{content}\n--b--",
        "Content-Type: multipart/mixed; boundary=b\n",
    )


MAILS: Files = {
    "parts in parts.eml": _nested(1000),
    "parts in parts of one boundary.eml": lambda: (
        b"Subject: Talks\n"
        + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 2000
        + FIRST.encode()
    ),
    "messages in messages.eml": lambda: (
        b"Subject: Talks\nContent-Type: message/rfc822\n\n" * 400 + FIRST.encode()
    ),
    "headers.eml": _mail(FIRST, "X-A: b\n" * 50_000),
    "a header of many lines.eml": _mail(FIRST, "X-A: b\n" + " c\n" * 50_000),
    "encoded words without an end.eml": _mail(FIRST, subject="=?a?q?" * 30_000),
    "encoded words.eml": _mail(FIRST, subject="=?utf-8?b?w6k=?= " * 3_000),
    "answers to answers.eml": _mail(FIRST, subject="Re: " * 60_000),
    "brackets in a name.eml": lambda: _mail(FIRST)().replace(b"Ida", b"(" * 20_000),
    "names.eml": lambda: _mail(FIRST)().replace(b"Ida <", b"a <a@b>, " * 20_000 + b"<"),
    "quotation marks in a parameter.eml": _mail(
        FIRST, f'Content-Type: text/plain; a="{";" * 50_000}\n'
    ),
    "parameters.eml": _mail(
        FIRST, f"Content-Type: text/plain;{''.join(f' a*{n}=b;' for n in range(20_000))}\n"
    ),
    "a date far away.eml": _mail(FIRST, "Date: Thu, 09 Jan 2020 18:02:11 +99999999999999\n"),
    "a date of no year.eml": _mail(FIRST, "Date: Thu, 09 Jan 99999999999999999999 99:99:99\n"),
    "a date of digits.eml": _mail(FIRST, f"Date: {'9' * 5000}\n"),
    **{
        f"in {charset!r}.eml": _mail(
            f"{FIRST}{'x-é' * 5_000}", f'Content-Type: text/plain; charset="{charset}"\n'
        )
        for charset in ("idna", "punycode", "undefined", "base64", "a\0b", "é", "x" * 9000)
    },
    "base64 that is none.eml": _mail(FIRST, "Content-Transfer-Encoding: base64\n"),
    "uuencoded without an end.eml": _mail(
        "begin 644 a\n" + "M" * 50_000, "Content-Transfer-Encoding: x-uuencode\n"
    ),
    "of an unknown encoding.eml": _mail(FIRST, "Content-Transfer-Encoding: x\0y\n"),
    "of no boundary.eml": _mail(FIRST, 'Content-Type: multipart/mixed; boundary=""\n'),
    "of no kind.eml": _mail(FIRST, "Content-Type: /;;;=\n"),
    "a message that is none.eml": _mail("", "Content-Type: message/rfc822\n"),
    "format.eml": _mail(
        f"{FIRST}{' ' * 50_000}x \n" * 2, "Content-Type: text/plain; format=flowed\n"
    ),
    "a path.eml": _attached("../../../../etc/passwd.txt"),
    "no name.eml": _attached('""'),
    "dots.eml": _attached('".."'),
    "zero bytes.eml": _attached('"a\0b.txt"'),
    "a long name.eml": _attached("a" * 100_000 + ".txt"),
    "files of one name.eml": lambda: (
        b"Subject: A\nContent-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\nContent-Disposition: attachment; filename=a.txt\n\nThe end.\n" * 500
    ),
    "itself.eml": _attached("a.eml", _attached("b.eml", _attached("c.eml")().decode())().decode()),
    "quotations.eml": _mail(">" * 50_000 + "\n" + "From: a\n" * 5_000),
    "a page.eml": _mail(
        "<div class=gmail_quote>" * 5_000 + FIRST, "Content-Type: text/html; charset=utf-8\n"
    ),
    "in punycode.mht": _mail(
        f"<p>{FIRST}{'x-é' * 5_000}",
        "Content-Type: text/html; charset=punycode\nContent-Location: file:///etc/passwd\n",
    ),
    "parts in parts.mht": _nested(300),
}


def _lies(name: str, data: bytes, places: tuple[tuple[int, int], ...], base: int = 0) -> Files:
    """Files in which the number at one of some places, each with its size, is another."""
    return {
        f"{number} at {base + place} of a {name}": lambda s=size, p=place, n=number: _with(  # type: ignore[misc]
            data, base + p, n, s
        )
        for size, place in places
        for number in _LYING
    }


def _with(data: bytes, place: int, number: int, size: int) -> bytes:
    written = struct.pack("<I", number)[:size]
    return data[:place] + written + data[place + size :]


def _chains(data: bytes) -> Iterator[tuple[str, bytes]]:
    """A compound file with one sector after another that is told to come after itself, or all."""
    (table,) = struct.unpack_from("<I", data, 76)
    start = _SECTOR * (table + 1)
    sectors = (len(data) - _SECTOR) // _SECTOR
    yield "all in a circle", data[:start] + bytes(_SECTOR) + data[start + _SECTOR :]
    for sector in range(0, sectors, max(sectors // 4, 1)):
        yield f"sector {sector} after itself", _with(data, start + 4 * sector, sector, 4)


def _directories(data: bytes) -> Iterator[tuple[str, bytes]]:
    """A compound file whose entries are told to be within, or beside, each other or nothing."""
    (directory,) = struct.unpack_from("<I", data, 48)
    start = _SECTOR * (directory + 1)
    for field, place in (("left", 68), ("right", 72), ("below", 76), ("start", 116), ("size", 120)):
        for entry in (0, 1):
            for number in (0, 1, 0x7FFFFFFF):
                at = start + 128 * entry + place
                yield f"{field} of entry {entry} is {number}", _with(data, at, number, 4)


def _compound(suffix: str, data: bytes) -> Files:
    found = _lies(f"file{suffix}", data, _OF_COMPOUND)
    for name, changed in (*_chains(data), *_directories(data)):
        found[f"{name}{suffix}"] = lambda changed=changed: changed  # type: ignore[misc]
    return found


_MESSAGE = outlook_message(
    {SUBJECT: "Talks", BODY: FIRST * 40, HEADERS: "Date: Thu, 09 Jan 2020 18:02:11 +9999999999\n"},
    [{FILE_NAME: "../a.txt", FILE: FIRST.encode()}],
    inner=True,
)
_DOCUMENT = word_document([FIRST, FIRST])

COMPOUND: Files = {
    **_compound(".msg", _MESSAGE),
    **_compound(".doc", _DOCUMENT),
    **_lies("document.doc", _DOCUMENT, _OF_WORD, base=_SECTOR),
    "answers to answers.msg": lambda: outlook_message({SUBJECT: "Re: " * 20_000, BODY: FIRST}),
    "headers.msg": lambda: outlook_message(
        {SUBJECT: "Talks", BODY: FIRST, HEADERS: "From: " + "(" * 20_000 + "\nDate: x\n"}
    ),
    "all flags.doc": lambda: word_document([FIRST], 0xFFFF),
}
