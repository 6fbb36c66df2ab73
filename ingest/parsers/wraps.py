"""Plain text that was wrapped into lines, with words cut at their ends."""

import regex

from ingest.chunking.blocks import split_blocks
from ingest.parsers.pdf.glyphs import CUT
from ingest.parsers.pdf.hyphens import join_cut_words
from ingest.parsers.pdf.paragraphs import join

_CUT_WORD = regex.compile(r"[\p{L}\p{N}][-\u00ad\u2010]\n[^\S\n]*[\p{L}\p{N}]")


def with_whole_words(text: str) -> str:
    """`text` with the words joined that are cut at the ends of wrapped lines.

    In a text with such words, each wrapped paragraph becomes one line: as words move between its
    lines, these no longer show that they are wrapped. Any other text is returned as it is.
    """
    if not _CUT_WORD.search(text):
        return text
    parts: list[str] = []
    end = 0
    for block in split_blocks(text):
        parts += [text[end : block.start], _one_line(text[block.start : block.end])]
        end = block.end
    unwrapped = "".join(parts) + text[end:]
    return join_cut_words(unwrapped, ())[0] if CUT in unwrapped else text


def _one_line(block: str) -> str:
    line, *others = (each.strip() for each in block.split("\n"))
    for other in others:
        line = join(line, other)
    return line
