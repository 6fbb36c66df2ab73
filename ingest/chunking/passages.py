"""Chunking: splits an article into passages of whole sentences."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from ingest.chunking.blocks import Block, split_blocks
from ingest.chunking.sentences import split_sentences
from ingest.chunking.text_size import text_size
from vectorstore.article import Article
from vectorstore.passage import Passage, Span

PASSAGE_SIZE = 900
"""Target size in units of `text_size`: about 200 tokens."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Sentences that stay together: a paragraph, or a part of a long one."""

    sentences: tuple[Span, ...]
    size: int
    is_heading: bool


def split_passages(article: Article, size: int = PASSAGE_SIZE) -> list[Passage]:
    """Split `article` into passages that cover its text, in order, without gap or overlap.

    A passage consists of whole sentences, and of whole paragraphs if they fit into `size` (units of
    `text_size`). A heading goes with the text that follows it. A blank text has no passages.
    """
    text = article.text
    pieces = _pieces(text, article.language, size)
    groups = [
        [span for piece in group for span in piece.sentences] for group in _pack(pieces, size)
    ]
    if not groups:
        return []
    cuts = [0, *(group[0].start for group in groups[1:]), len(text)]
    return [
        Passage(
            article_id=article.id,
            start=start,
            end=end,
            text=text[start:end],
            sentences=tuple(sentences),
            page=_page(article, sentences[0].start),
        )
        for sentences, (start, end) in zip(groups, pairwise(cuts), strict=True)
    ]


def _page(article: Article, offset: int) -> int | None:
    return bisect_right(article.page_starts, offset) or None


def _pieces(text: str, language: str | None, size: int) -> Iterator[_Piece]:
    sentences = split_sentences(text, language)
    position = 0
    for block in split_blocks(text):
        first = position
        while position < len(sentences) and sentences[position].start < block.end:
            position += 1
        yield from _cut_block(text, block, sentences[first:position], size)


def _cut_block(text: str, block: Block, sentences: list[Span], size: int) -> Iterator[_Piece]:
    """The block as one piece, or as several of about equal size if it is too long."""
    total = text_size(text[block.start : block.end])
    share = total / ceil(total / size)
    held: list[Span] = []
    held_size = 0
    for span in sentences:
        span_size = text_size(text[span.start : span.end])
        # Split where the piece is nearest to its share, before or after this sentence.
        if held and held_size + span_size / 2 > share:
            yield _Piece(tuple(held), held_size, False)
            held, held_size = [], 0
        held.append(span)
        held_size += span_size
    if held:
        yield _Piece(tuple(held), held_size, block.is_heading)


def _pack(pieces: Iterable[_Piece], size: int) -> Iterator[list[_Piece]]:
    """Group consecutive pieces up to `size`; no group ends with a heading."""
    group: list[_Piece] = []
    used = 0
    for piece in pieces:
        opens_section = piece.is_heading and not (group and group[-1].is_heading)
        if group and (used + piece.size > size or (opens_section and used * 3 > size)):
            headings = _trailing_headings(group) if not opens_section else len(group)
            if headings:
                yield group[:headings]
                group = group[headings:]
            used = sum(held.size for held in group)
            if used > size:
                yield group
                group, used = [], 0
        group.append(piece)
        used += piece.size
    if group:
        yield group


def _trailing_headings(group: list[_Piece]) -> int:
    """Index of the first of the headings at the end of `group`."""
    index = len(group)
    while index and group[index - 1].is_heading:
        index -= 1
    return index
