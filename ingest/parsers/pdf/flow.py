"""The flow of a text: its paragraphs put together over columns and pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from ingest.parsers.pdf.glyphs import CUT
from ingest.parsers.pdf.paragraphs import Paragraph, differ, text_before

_OPEN_PAGES = 2
"""Pages over which a sentence may go on, with pictures or tables between."""
_BOX = 4
"""Paragraphs at most of a box that stands between the parts of a sentence."""
_STARTS_LOW = regex.compile(r"[\p{Ps}\p{Pi}\"'’]*\p{Ll}")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or the rows of a table, with where it stands."""

    page: int
    region: int
    """Number of the column or table on its page."""
    paragraph: Paragraph
    is_body: bool
    """Whether it is part of the running text, and no heading, caption, note or table."""


class Flow:
    """Puts the blocks of pages together into one text."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._starts: list[int] = []
        self._open: list[Block] = []
        """The parts so far of a paragraph that may go on in another column or on another page."""
        self._held: list[Block] = []
        """What came after it and is not its rest."""
        self._late: list[Block] = []
        """What stands between its parts on later pages than its first, to be written after it."""

    def add(self, blocks: Iterable[Block]) -> None:
        """Add the blocks of a page, in reading order."""
        for block in blocks:
            self._add(block)

    def finish(self, pages: int) -> tuple[str, list[int]]:
        """The text, with `CUT` in its cut words, and the offset of each of its `pages`."""
        while self._open:
            self._close()
        self._begin(pages)
        return "".join(self._parts), self._starts

    @property
    def length(self) -> int:
        """Characters so far."""
        return self._length

    def _add(self, block: Block) -> None:
        if self._open and block.is_body and self._goes_on(block):
            self._join(block)
        elif self._open and self._may_wait(block):
            self._held.append(block)
        elif self._open:
            self._close()
            self._add(block)
        elif block.is_body:
            self._open = [block]
        else:
            self._write([block])

    def _join(self, block: Block) -> None:
        """Add the rest of the open paragraph; what stood between is written before or after it."""
        for held in self._held:
            if held.page == self._open[0].page:
                self._write([held])
            else:
                self._late.append(held)
        self._held = []
        self._open.append(block)

    def _may_wait(self, block: Block) -> bool:
        """Whether the open paragraph may go on after a block that is not its rest."""
        last = self._open[-1]
        paragraph = last.paragraph
        if paragraph.ends_sentence or block.page > last.page + _OPEN_PAGES:
            return False
        if not block.is_body:
            return paragraph.full or paragraph.lines > 1
        # A box in the column, or beside it, is set like running text.
        held = sum(each.is_body for each in self._held)
        return paragraph.full and paragraph.lines > 1 and held < _BOX and not paragraph.is_item

    def _goes_on(self, block: Block) -> bool:
        """Whether a paragraph is the rest of the open one."""
        last = self._open[-1]
        if (last.page, last.region) == (block.page, block.region) and not self._held:
            return False
        before, after = last.paragraph, block.paragraph
        is_next_item = after.is_item and (before.is_item or before.ends_sentence)
        if is_next_item or differ(before.size, after.size):
            return False
        boxes = [each.paragraph for each in self._held if each.is_body]
        starts_low = _STARTS_LOW.match(after.text) is not None
        if boxes:
            return starts_low and boxes[-1].ends_sentence
        if starts_low:
            return not before.ends_sentence or before.full
        is_over = before.ends_sentence or before.text.endswith(";")
        if is_over or not before.full or after.indented:
            return False
        return after.lines > 1 or after.ends_sentence

    def _close(self) -> None:
        """Write the open paragraph, which does not go on, and add all that waits for it again."""
        held, self._held = self._held, []
        if self._open:
            self._write(self._open)
        for block in self._late:
            self._write([block])
        self._open, self._late = [], []
        for block in held:
            self._add(block)

    def _write(self, blocks: Sequence[Block]) -> None:
        """Write the parts of one paragraph."""
        self._begin(blocks[0].page - 1)
        if self._parts:
            self._append("\n\n")
        text = ""
        for block in blocks:
            if text:
                self._append(text_before(text, block.paragraph.text))
            self._begin(block.page)
            text = block.paragraph.text
        self._append(text.replace(CUT, "-") if text.endswith(CUT) else text)

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _begin(self, page: int) -> None:
        """Let the pages up to `page` begin here, unless they have begun."""
        self._starts += [self._length] * (page - len(self._starts))
