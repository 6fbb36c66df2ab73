"""The layout of a page: its blocks in reading order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import regex

from ingest.parsers.pdf.columns import reading_order
from ingest.parsers.pdf.flow import Block
from ingest.parsers.pdf.footnotes import mark_at_start, without_marks
from ingest.parsers.pdf.glyphs import CUT
from ingest.parsers.pdf.paragraphs import Paragraph, differ, paragraphs_of
from ingest.parsers.pdf.running_heads import Page
from ingest.parsers.pdf.table_text import TableTexts
from ingest.parsers.pdf.tables import Table

_CAPTION = regex.compile(
    r"(?:fig(?:ure|\.)?|table|tab\.|chart|map|photo|image|scheme|box|abb(?:ildung|\.)|tabelle|karte"
    r"|tableau|encadré|carte|graphique|tabla|cuadro|gráfico|figura|imagen|tabela|tabella|foto"
    r"|figuur|tabel|figur|tabell|рис(?:унок|\.)|табл(?:ица|\.)|rys\.|图|表|図|그림|표)"
    r"\s?[\d.]*\d(?P<end>\s*[.:|–—)\]]+\s)?",
    regex.IGNORECASE,
)

_TITLE = 1.2
_LONGEST_TITLE = 200


class Layout:
    """Finds the blocks of pages, one after the other."""

    def __init__(self) -> None:
        self._letters: Counter[float] = Counter()
        """Letters of the document so far by the size of their font."""
        self._tables = TableTexts()
        self.title: str | None = None
        """The paragraph on the first page that is set larger than all others."""

    def blocks(self, page: Page) -> list[Block]:
        """The blocks of a page, in reading order."""
        sizes: Counter[float] = Counter()
        for segment in page.segments:
            sizes[round(segment.size)] += len(segment.text)
        self._letters += sizes
        body = {size for counts in (sizes, self._letters) for size, _ in counts.most_common(1)}
        notes = {mark for each in page.segments if (mark := mark_at_start(each.text))}
        blocks = [
            Block(page.number, region, paragraph, is_body and _is_body(paragraph, body))
            for region, paragraph, is_body in self._paragraphs(page, notes)
        ]
        if page.number == 1 and blocks:
            self.title = _title([block.paragraph for block in blocks], max(body))
        return blocks

    def _paragraphs(self, page: Page, notes: set[str]) -> Iterator[tuple[int, Paragraph, bool]]:
        """The paragraphs of a page, the number of the region of each, and whether it is body."""
        for segment in page.segments:
            segment.text = without_marks(segment.text, notes)
        rules = lru_cache(maxsize=1)(page.read_rules)
        for number, region in enumerate(reading_order(page.segments, rules)):
            if isinstance(region, Table):
                tables = self._tables.paragraphs(region, page.number, rules(), page.read_styles)
                yield from ((number, paragraph, False) for paragraph in tables)
            else:
                self._tables.pass_by(len(region.rows))
                for paragraph in paragraphs_of(region.rows):
                    yield number, paragraph, region.is_running
        if page.turned:
            yield -1, Paragraph(page.turned, 1.0, 1, indented=False, full=False), False


def _title(paragraphs: Sequence[Paragraph], body: float) -> str | None:
    """The largest paragraph, if it is clearly larger than running text and no long one."""
    largest = max(paragraphs, key=lambda paragraph: paragraph.size)
    is_title = largest.size > _TITLE * body and len(largest.text) <= _LONGEST_TITLE
    return largest.text.replace(CUT, "-") if is_title and len(paragraphs) > 1 else None


def _is_body(paragraph: Paragraph, sizes: set[float]) -> bool:
    if not any(not differ(paragraph.size, size) for size in sizes):
        return False
    caption = _CAPTION.match(paragraph.text)
    return caption is None or caption["end"] is None
