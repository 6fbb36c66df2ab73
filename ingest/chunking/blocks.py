"""Block segmentation: paragraphs, list items and headings, whose ends are sentence boundaries."""

from dataclasses import dataclass

import regex

from ingest.chunking.text_size import columns, text_size
from vectorstore.passage import Span

HEADING_SIZE = 120
"""Greatest `text_size` of a heading."""
UNSPACED = r"[\p{Han}\p{Bopomofo}\u3001-\u30ff\u31f0-\u31ff\uff01-\uff9f]"
"""Pattern of a Chinese or Japanese character; these scripts have no spaces between words."""

_NEWLINE = regex.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_LIST_ITEM = regex.compile(r"\s*(?:[-*+•–—·]|\d{1,3}[.)])\s")
_CELLS = regex.compile(r"\S[^\S\n]+\|(?:[^\S\n]|$)", regex.MULTILINE)
_MARKDOWN_HEADING = regex.compile(r"#{1,6}\s")
_ENDS_LIKE_PROSE = regex.compile(r"[.。।։።؛;,،，、][\p{Pf}\p{Pe}\p{Pi}\"'\s]*$")
_ELLIPSIS = regex.compile(r"(?:…|\.\.\.)$")
_WRAP_WIDTHS = range(40, 121)
# What goes to the next line as a whole. Without spaces that is a character with the marks that may
# not begin or end a line, of which there are often two; they may hang over the edge instead.
_FIRST_WORD = regex.compile(rf"{UNSPACED}{{1,3}}|(?:(?!{UNSPACED})\S)+")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item or heading: offsets `[start, end)`, without white space around it."""

    start: int
    end: int
    is_heading: bool


def split_blocks(text: str) -> list[Block]:
    """Split a text into blocks, with only white space between them.

    An empty line ends a block. A single line break does too, unless it is a line wrap, which is
    assumed if the next word would not have fitted on the line.
    """
    blocks: list[Block] = []
    for paragraph in _paragraphs(text):
        width = max(columns(text[line.start : line.end]) for line in paragraph)
        start = paragraph[0].start
        for line, following in zip(paragraph, [*paragraph[1:], None], strict=True):
            if following is None or not _is_wrapped(text, line, following, width):
                blocks.append(Block(start, line.end, _is_heading(text[start : line.end])))
                start = following.start if following else line.end
    return blocks


def _paragraphs(text: str) -> list[list[Span]]:
    """The non-empty lines of `text`, trimmed, in groups separated by empty lines."""
    paragraphs: list[list[Span]] = []
    after_empty = True
    for line in _lines(text):
        if line.start == line.end:
            after_empty = True
            continue
        if after_empty:
            paragraphs.append([])
            after_empty = False
        paragraphs[-1].append(line)
    return paragraphs


def _lines(text: str) -> list[Span]:
    breaks = [(match.start(), match.end()) for match in _NEWLINE.finditer(text)]
    starts = [0, *(end for _, end in breaks)]
    ends = [*(start for start, _ in breaks), len(text)]
    return [trim(text, start, end) for start, end in zip(starts, ends, strict=True)]


def trim(text: str, start: int, end: int) -> Span:
    """The span `[start, end)` of `text` without white space at both ends."""
    stretch = text[start:end]
    stripped = stretch.lstrip()
    start += len(stretch) - len(stripped)
    return Span(start, start + len(stripped.rstrip()))


def _is_wrapped(text: str, line: Span, following: Span, width: int) -> bool:
    if width not in _WRAP_WIDTHS or _LIST_ITEM.match(text, following.start, following.end):
        return False
    if _MARKDOWN_HEADING.match(text, line.start, line.end):
        return False
    if is_row(text[line.start : following.end]):
        return False
    first_word = _FIRST_WORD.match(text, following.start, following.end)[0]
    return columns(text[line.start : line.end]) + 1 + columns(first_word) > width


def is_row(line: str) -> bool:
    """Whether a line is a row of a table, whose cells `|` parts."""
    return bool(_CELLS.search(line))


def _is_heading(block: str) -> bool:
    """Whether a block looks like a heading: one short line that does not end as prose does."""
    if _NEWLINE.search(block) or _LIST_ITEM.match(block) or text_size(block) > HEADING_SIZE:
        return False
    return bool(_ELLIPSIS.search(block)) or not _ENDS_LIKE_PROSE.search(block)
