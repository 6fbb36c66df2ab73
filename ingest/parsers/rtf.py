"""Parses Rich Text Format (RTF 1.9.1).

Implemented here, as the usual library, striprtf, leaves footnotes out, keeps what is deleted or
hidden, and writes the addresses of links into the text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

import regex

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.parsers.limits import MAX_DOCUMENT_BYTES, read_limited
from ingest.parsers.rtf_text import Fonts, Story

_TOKEN = regex.compile(
    rb"\\(?<word>[A-Za-z]{1,32})(?<number>-?\d{1,9})?[ ]?|\\'(?<byte>[0-9A-Fa-f]{2})"
    rb"|\\(?<symbol>[^A-Za-z])|(?<brace>[{}])|(?<plain>[^\\{}\r\n]+)|[\r\n]+|\\"
)
_WRITTEN = {
    **{"tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " "},
    **{"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•"},
    **{"qmspace": " ", "zwj": "\u200d", "zwnj": "\u200c", "cell": " | ", "nestcell": " | "},
}
_SYMBOLS = {b"~": "\xa0", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"\t": "\t"}
_PARAGRAPH_ENDS = {"par", "sect", "page"}
_ROW_ENDS = {"row", "nestrow"}
_NOT_SHOWN = {
    *("stylesheet", "colortbl", "filetbl", "pict", "objdata", "shprslt", "nonshppict", "xe", "tc"),
    *("rxe", "nonesttables", "private", "template", "operator", "revtim", "printim", "buptim"),
    *("subject", "keywords", "comment", "doccomm", "company", "manager", "category", "hlinkbase"),
    *("ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "falt", "panose", "pgdsctbl", "info"),
    *("fldinst", "bkmkstart", "bkmkend", "generator", "annotation", "atnid", "atnauthor"),
}
_ASIDES = {"footnote", "shptxt", "dptxbxtext"}
_HEADERS = {f"{kind}{page}" for kind in ("header", "footer") for page in ("", "l", "r", "f")}
_MARKS = {"listtext", "pntext"}
_INFO = {"title", "author"}
_CODE_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_LEAST_WORDS = 3
"""Of a page header with a number in it, which may be that of the page."""


def parse_rtf(stream: BinaryIO) -> Iterator[Extract]:
    """The article in an RTF document, with its tables, notes, text boxes and page headers.

    Raises:
        UnreadableSource: if it is damaged.
    """
    reader = _Reader()
    reader.read(read_limited(stream, MAX_DOCUMENT_BYTES))
    blocks = [reader.body.text(), *_statements(reader.headers)]
    title, author = (reader.info[name].text() or None for name in ("title", "author"))
    created = "-".join(f"{part:02d}" for part in reader.created.values())
    yield Extract("\n\n".join(filter(None, blocks)), title, created or None, author=author)


def _statements(headers: list[Story]) -> Iterator[str]:
    """What page headers and footers say besides page numbers, each once."""
    for text in dict.fromkeys(header.text() for header in headers):
        words = len(regex.findall(r"\p{L}+", text))
        if words >= _LEAST_WORDS or (words and not regex.search(r"\p{N}", text)):
            yield text


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds up to the end of a group in braces."""

    story: Story
    is_shown: bool = True
    is_hidden: bool = False
    is_deleted: bool = False
    font: int | None = None
    unicode_skip: int = 1
    """How many characters for older programs follow one in Unicode."""
    is_in_table: bool = False
    destination: str = ""


class _Reader:
    """Reads the tokens of a document one after the other."""

    def __init__(self) -> None:
        self.body = Story()
        self.headers: list[Story] = []
        self.info = {name: Story() for name in _INFO}
        self.created: dict[str, int] = {}
        self._fonts = Fonts()
        self._group = _Group(self.body)
        self._around: list[_Group] = []
        self._bytes = bytearray()
        self._to_skip = 0
        self._is_optional = False

    def read(self, data: bytes) -> None:
        """Read a document.

        Raises:
            UnreadableSource: if it is none, or ends within one of its groups.
        """
        position = data.find(b"{\\rtf")
        if position < 0:
            raise UnreadableSource("it is not RTF")
        while token := _TOKEN.match(data, position):
            position = token.end()
            if token["word"] == b"bin":
                position += max(int(token["number"] or 0), 0)
            else:
                self._take(token)
            if not self._around:
                break  # what follows the document is none of it
        self._write("")
        if self._around:
            raise UnreadableSource("the RTF is damaged: it ends before its end")

    def _take(self, token: "regex.Match[bytes]") -> None:
        if token["brace"]:
            self._write("")
            self._to_skip = 0
            self._open() if token["brace"] == b"{" else self._close()
        elif token["byte"]:
            self._take_bytes(bytes([int(token["byte"], 16)]))
        elif token["plain"]:
            self._take_bytes(token["plain"])
        elif token["word"]:
            number = None if token["number"] is None else int(token["number"])
            self._take_word(token["word"].decode(), number)
        elif token["symbol"]:
            self._take_symbol(token["symbol"])

    def _take_symbol(self, symbol: bytes) -> None:
        if symbol in b"\r\n":
            self._write("")
            self._end("par")
        elif symbol == b"*":
            self._is_optional = True
        else:
            self._write(_SYMBOLS.get(symbol, ""))

    def _open(self) -> None:
        self._around.append(self._group)
        self._group = replace(self._group, destination="")

    def _close(self) -> None:
        group, self._group = self._group, self._around.pop() if self._around else self._group
        if group.destination in _MARKS and group.is_shown:
            mark = group.story.text()
            self._group.story.kind = "item"
            self._write(f"{mark} " if regex.search(r"[\p{L}\p{N}]", mark) else "- ")

    def _take_bytes(self, data: bytes) -> None:
        skipped = min(self._to_skip, len(data))
        self._to_skip -= skipped
        self._bytes += data[skipped:]

    def _take_word(self, word: str, number: int | None) -> None:
        is_optional, self._is_optional = self._is_optional, False
        if word == "u" and number is not None:
            self._write(chr(number % 0x10000))
            self._to_skip = self._group.unicode_skip
            return
        self._write("")
        self._to_skip = 0
        if self._begins(word) or self._formats(word, number):
            return
        if word in _PARAGRAPH_ENDS | _ROW_ENDS:
            self._end(word)
        elif word in _WRITTEN:
            self._write(_WRITTEN[word])
        elif word in _NOT_SHOWN or is_optional:
            self._group = replace(self._group, is_shown=False, destination=word)

    def _begins(self, word: str) -> bool:
        """Begin a story of its own, where a word says so."""
        story = Story()
        if word in _ASIDES:
            self._group.story.asides.append(story)
        elif word in _HEADERS:
            self.headers.append(story)
        elif word in _INFO:
            story = self.info[word]
        elif word not in (*_MARKS, "fonttbl", "creatim"):
            return False
        # A text box is in a group that is else not for programs of today.
        is_shown = self._group.is_shown or word in ("shptxt", *_INFO)
        self._group = replace(self._group, story=story, is_shown=is_shown, destination=word)
        return True

    def _formats(self, word: str, number: int | None) -> bool:
        """Take a word that is about letters, fonts or dates; False for others."""
        group = self._group
        if word == "v":
            self._group = replace(group, is_hidden=number != 0)
        elif word == "deleted":
            self._group = replace(group, is_deleted=number != 0)
        elif word == "plain":
            self._group = replace(group, is_hidden=False, is_deleted=False, font=None)
        elif word in ("intbl", "pard"):
            self._group = replace(group, is_in_table=word == "intbl")
        elif word == "f":
            self._group = replace(group, font=number)
        elif word == "uc":
            self._group = replace(group, unicode_skip=max(number or 0, 0))
        elif word == "fcharset" and group.font is not None:
            self._fonts.charsets[group.font] = number or 0
        elif word == "deff":
            self._fonts.default = number
        elif word == "ansicpg" or word in _CODE_PAGES:
            self._fonts.set_code_page(_CODE_PAGES.get(word, f"cp{number}"))
        elif word in ("yr", "mo", "dy") and group.destination == "creatim" and number:
            self.created[word] = number
        else:
            return False
        return True

    def _end(self, word: str) -> None:
        """End a paragraph or a row; one within a cell goes on in its row."""
        story = self._group.story
        if word in _ROW_ENDS:
            story.kind = "row"
            story.end()
        elif self._group.is_in_table:
            story.line.append(" ")
        else:
            story.end()

    def _write(self, text: str) -> None:
        """Write bytes that wait to be decoded, and a text after them."""
        if self._bytes:
            text = self._fonts.decode(bytes(self._bytes), self._group.font) + text
            self._bytes.clear()
        group = self._group
        if text and group.is_shown and not group.is_hidden and not group.is_deleted:
            group.story.line.append(text)
