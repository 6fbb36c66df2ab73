"""Joins printed lines into paragraphs, and removes hyphenation."""

import regex

from ingest.chunking.blocks import UNSPACED, split_blocks

_HYPHENATED = regex.compile(r"(?<=\p{Ll})[-\u00ad\u2010]\n(?=\p{Ll})")
_BREAK = r"[^\S\n]*\n[^\S\n]*"
_BREAK_IN_UNSPACED = regex.compile(
    rf"(?<={UNSPACED}\p{{P}}{{0,3}}){_BREAK}(?=\p{{P}}{{0,3}}{UNSPACED})"
)


def unwrap(text: str) -> str:
    """Join wrapped lines, and words that are hyphenated across lines."""
    blocks = (text[block.start : block.end] for block in split_blocks(text))
    return "\n\n".join(map(_join, blocks))


def _join(block: str) -> str:
    """The lines of a block as one line, joined with a space unless the script has no spaces."""
    whole = _BREAK_IN_UNSPACED.sub("", _HYPHENATED.sub("", block))
    line: str = regex.sub(_BREAK, " ", whole)
    return line
