"""What the tokens of an RTF document add up to: letters of its code pages, and its blocks."""

import codecs
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby

from ingest.parsers.tables import table_lines

# Charsets of fonts (RTF 1.9.1, \fcharset), as Python's encodings; others are the document's.
_ENCODINGS = {
    **{77: "mac_roman", 78: "cp932", 79: "cp949", 80: "cp936", 81: "cp950", 128: "cp932"},
    **{129: "cp949", 130: "johab", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254"},
    **{163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874"},
    **{238: "cp1250", 254: "cp437", 255: "cp850"},
}
_SYMBOL = 2
_OF_SYMBOL_FONTS = 0xF000
"""Where Word puts the characters of fonts such as Symbol, which have no letters."""


@dataclass(slots=True)
class Fonts:
    """The code pages of a document and of its fonts."""

    encoding: str = "cp1252"
    default: int | None = None
    charsets: dict[int, int] = field(default_factory=dict)

    def set_code_page(self, encoding: str) -> None:
        """Take an encoding for fonts that have none of their own, if Python knows it."""
        with suppress(LookupError):
            codecs.lookup(encoding)
            self.encoding = encoding

    def decode(self, data: bytes, font: int | None) -> str:
        """The text of bytes that are set in a font."""
        charset = self.charsets.get(self.default or 0 if font is None else font, 0)
        if charset == _SYMBOL:
            return "".join(chr(_OF_SYMBOL_FONTS + byte) for byte in data)
        return data.decode(_ENCODINGS.get(charset, self.encoding), "replace")


@dataclass(slots=True)
class Story:
    """A text of its own: that of the body, of a note, a text box or a page header."""

    line: list[str] = field(default_factory=list)
    """The paragraph or row that has begun."""
    blocks: list[tuple[str, str]] = field(default_factory=list)
    """Those that have ended, each with its kind: `paragraph`, `item` or `row`."""
    asides: list["Story"] = field(default_factory=list)
    """Notes and text boxes of the paragraph that has begun."""
    kind: str = "paragraph"

    def end(self) -> None:
        """End the paragraph or row, and put what belongs to it behind."""
        line = "".join(self.line)
        text = line.rstrip(" |\n") if self.kind == "row" else line.strip()
        if text:
            self.blocks.append((self.kind, text))
        asides, self.asides = self.asides, []
        self.blocks += [("paragraph", text) for aside in asides if (text := aside.text())]
        self.line, self.kind = [], "paragraph"

    def text(self) -> str:
        """All blocks, rows and items a line each; ends what has begun."""
        if self.line or self.asides:
            self.end()
        parts = []
        for kind, group in groupby(self.blocks, key=lambda block: block[0]):
            texts = [text for _, text in group]
            if kind == "row":
                texts = table_lines([list(map(str.strip, text.split("|"))) for text in texts])
            parts.append(("\n\n" if kind == "paragraph" else "\n").join(texts))
        # Characters beyond the first 65,536 are written as two halves.
        return (
            "\n\n".join(parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        )
