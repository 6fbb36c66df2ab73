"""The text of tables: rows with the heads of their columns, also where these are a page before."""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from ingest.parsers.pdf.gaps import Span, overlap
from ingest.parsers.pdf.heads import Heads, Styles, heads_of, spans_of
from ingest.parsers.pdf.paragraphs import Paragraph
from ingest.parsers.pdf.rules import Rule
from ingest.parsers.pdf.tables import Table
from ingest.parsers.tables import table_lines

_BETWEEN = 2
"""Lines, such as notes, between the parts of a table on two pages, at most."""
_WITHIN = 1
"""The same on one page, where a title of some of its rows stands across the columns."""
_SENTENCES = 0.6
"""Share of the cells that end as a sentence does, if a column is one of running text."""
_ENDS_SENTENCE = regex.compile(r"[.!?…。！？؟։।][\p{Pf}\p{Pe}\p{Pi}\"'’]*$")
_ENDS_LABEL = regex.compile(r"[:：]$")
_LETTER_AT_END = regex.compile(r"\p{L}[\p{Pf}\p{Pe}\"'’]*$")


@dataclass(frozen=True, slots=True)
class _Above:
    """A table that may go on, also on the next page."""

    names: list[str]
    """The heads of its columns; empty where they are not known."""
    first_row: list[str]
    spans: list[Span]
    page: int


class TableTexts:
    """Makes the text of one table after the other."""

    def __init__(self) -> None:
        self._above: _Above | None = None
        self._lines = 0
        """Lines of other text since that table."""

    def pass_by(self, lines: int) -> None:
        """Tell of lines of other text, which come after the table before."""
        self._lines += lines

    def paragraphs(
        self, table: Table, page: int, rules: Sequence[Rule], styles: Styles
    ) -> list[Paragraph]:
        """The rows of a table as the lines of a paragraph; or names with what is said of each."""
        above = self._continued(table, page)
        heads = heads_of(table, rules, styles)
        if above and (heads is None or not heads.is_drawn):
            heads = _heads_from(above, table, heads)
        self._above = _Above(heads.names if heads else [], table.rows[0], spans_of(table), page)
        self._lines = 0
        if heads is None:
            return _without_heads(table)
        titles, rows = table.rows[: heads.first], table.rows[heads.end :]
        return [_paragraph(table_lines([*titles, heads.names, *rows], is_headed=True), table.size)]

    def _continued(self, table: Table, page: int) -> _Above | None:
        """The table before, here or on the last page, of which this is the rest by its columns."""
        above = self._above
        if above is None or page - above.page > 1:
            return None
        if self._lines > (_BETWEEN if page > above.page else _WITHIN):
            return None
        spans = spans_of(table)
        if len(spans) != len(above.spans) or not all(map(overlap, spans, above.spans)):
            return None
        return above


def _heads_from(above: _Above, table: Table, heads: Heads | None) -> Heads | None:
    """The heads of a table that goes on, which it may repeat."""
    if heads and any(name in above.names for name in heads.names):
        return heads  # repeated, or those of another table of the kind
    if table.rows[0] == above.first_row:
        return Heads(table.rows[0], 0, 1, is_drawn=False)
    return Heads(above.names, 0, 0, is_drawn=False) if above.names else heads


def _paragraph(lines: Sequence[str], size: float) -> Paragraph:
    return Paragraph("\n".join(lines), size, len(lines), indented=False, full=False)


def _without_heads(table: Table) -> list[Paragraph]:
    rows = table.rows
    if len(rows[0]) == 2 and not table.is_ruled and _is_said(rows):
        return [_paragraph([_labelled(row)], table.size) for row in rows]
    return [_paragraph(table_lines(list(map(_with_labels, rows))), table.size)]


def _is_said(rows: Sequence[Sequence[str]]) -> bool:
    """Whether sentences stand beside the names of those who say them, or of what they explain."""
    said = [text for _, text in rows if text]
    ended = sum(_ENDS_SENTENCE.search(text) is not None for text in said)
    return ended > _SENTENCES * len(said)


def _labelled(row: Sequence[str]) -> str:
    label, text = row
    if label and text and _LETTER_AT_END.search(label):
        return f"{label}: {text}"
    return f"{label} {text}".strip()


def _with_labels(row: Sequence[str]) -> list[str]:
    """The cells of a row, each that ends with a colon together with the next one."""
    cells: list[str] = []
    for cell in row:
        if cells and cell and _ENDS_LABEL.search(cells[-1]):
            cells[-1] = f"{cells[-1]} {cell}"
        else:
            cells.append(cell)
    return cells
