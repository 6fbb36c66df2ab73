"""Lines as a page prints them, joined again into paragraphs."""

import regex

from ingest.blocks import split_blocks

_HYPHENATED = regex.compile(r"(?<=\p{Ll})[-\u00ad\u2010]\n(?=\p{Ll})")


def unwrap(text: str) -> str:
    """Text with its wrapped lines joined and words hyphenated across lines made whole."""
    blocks = (text[block.start : block.end] for block in split_blocks(text))
    return "\n\n".join(
        regex.sub(r"[ \t]*\n[ \t]*", " ", _HYPHENATED.sub("", block)) for block in blocks
    )
