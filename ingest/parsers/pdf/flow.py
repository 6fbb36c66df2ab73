"""The flow of a text: its paragraphs put together over columns and pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from ingest.parsers.pdf.glyphs import CUT
from ingest.parsers.pdf.paragraphs import Paragraph, differ, text_before

_OPEN_PAGES = 2
"""Pages over which a sentence may go on, with pictures or tables between."""
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
        """What stands on a later page than its first part, to be written after it."""
        self._interrupted = False

    def add(self, blocks: Iterable[Block]) -> None:
        """Add the blocks of a page, in reading order."""
        for block in blocks:
            self._add(block)

    def finish(self, pages: int) -> tuple[str, list[int]]:
        """The text, with `CUT` in its cut words, and the offset of each of its `pages`."""
        self._close()
        self._begin(pages)
        return "".join(self._parts), self._starts

    @property
    def length(self) -> int:
        """Characters so far."""
        return self._length

    def _add(self, block: Block) -> None:
        if self._open and block.is_body and self._goes_on(block):
            self._open.append(block)
            self._interrupted = False
        elif self._open and not block.is_body and self._may_wait(block):
            self._interrupted = True
            if block.page == self._open[0].page:
                self._write([block])
            else:
                self._held.append(block)
        else:
            self._close()
            self._open = [block] if block.is_body else []
            if not block.is_body:
                self._write([block])

    def _may_wait(self, block: Block) -> bool:
        last = self._open[-1]
        is_open = not last.paragraph.ends_sentence and (
            last.paragraph.full or last.paragraph.lines > 1
        )
        return is_open and block.page <= last.page + _OPEN_PAGES

    def _goes_on(self, block: Block) -> bool:
        """Whether a paragraph is the rest of the open one."""
        last = self._open[-1]
        if (last.page, last.region) == (block.page, block.region) and not self._interrupted:
            return False
        before, after = last.paragraph, block.paragraph
        is_next_item = after.is_item and (before.is_item or before.ends_sentence)
        if is_next_item or differ(before.size, after.size):
            return False
        if _STARTS_LOW.match(after.text):
            return not before.ends_sentence or before.full
        is_over = before.ends_sentence or before.text.endswith(";")
        if is_over or not before.full or after.indented:
            return False
        return after.lines > 1 or after.ends_sentence

    def _close(self) -> None:
        if self._open:
            self._write(self._open)
        for block in self._held:
            self._write([block])
        self._open, self._held, self._interrupted = [], [], False

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
