"""Rows of tables as lines of text, which name the head of each value.

`Town: Arnel | Fine: 1250.5` can be understood where it is quoted alone, far below the row of heads.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

_LONGEST_HEAD = 80
_LEAST_COLUMNS = 3
"""Columns of a table that is told to have heads by its cells; of two, one may name the other."""
_YEAR = regex.compile(r"(?:19\d\d|20\d\d|2100)\s?(?:年度?|년|г\.?|год)?")
_SPAN = regex.compile(r"(?P<from>\d{1,4})\s?(?:[–-]|(?<=\d{4})/)\s?(?P<to>\d{1,4})")
"""Ages or years from one to another."""
_NUMBER = regex.compile(
    r"[\p{Sc}+\-\u2212\u2013~<>≈(]*\s*\d[\d.,'’\s]*(?:[:/–-]\s?\d[\d.,]*)*\)?\s*"
    r"(?:[%‰]|\p{Sc}|\p{L}+\.?)?"
)
"""A number with its unit, a time, a result such as `12–9` or a date in figures."""
_LETTER = regex.compile(r"\p{L}")
_DATE = regex.compile(r"\d{1,2}\.?\s\p{L}+\.?\s\d{4}|\p{L}+\.?\s\d{1,2},\s\d{4}")


class Cell(NamedTuple):
    """A cell of a table as it is shown."""

    text: str = ""
    is_text: bool = True
    """Whether it holds words; False for a number or a date."""
    is_bold: bool = False
    is_repeated: bool = False
    """Whether it is merged into the cell at its left, which holds the same."""


EMPTY = Cell()
Row = Sequence[Cell]


def table_lines(rows: Sequence[Sequence[str]], is_headed: bool = False) -> list[str]:
    """Rows of texts as lines: with the heads of their columns, if the first row has them.

    It has where the document says so (`is_headed`), or where it has words, or years, above
    numbers. Rows with one cell alone above it are titles. Empty rows are left out.
    """
    table = [_cells(row) for row in rows if any(row)]
    lines, table = split_titles(table)
    can_have = len(table) > 1 and can_be_heads(table[0]) and not _has_labels(table)
    if not can_have or not (is_headed or _are_heads(table)):
        return [*lines, *(" | ".join(_to_last(row)) for row in table)]
    heads = [cell.text.rstrip(": ") for cell in table[0]]
    return [*lines, *row_lines(table[1:], heads)]


def are_heads(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of some rows of texts has words, or years, above numbers."""
    table = [_cells(row) for row in rows]
    return can_be_heads(table[0]) and _are_heads(table)


def can_be_head(text: str) -> bool:
    """Whether the text of a cell may be a head: a few words or a year."""
    (cell,) = _cells([text])
    return len(text) <= _LONGEST_HEAD and (cell.is_text or _is_year(cell))


def _cells(row: Sequence[str]) -> Row:
    return [Cell(text, not _NUMBER.fullmatch(text)) for text in row]


def split_titles(rows: list[Row]) -> tuple[list[str], list[Row]]:
    """The lines above a table, which have one cell alone, and its rows; no row may be empty."""
    start = next((at for at, row in enumerate(rows) if len(filled(row)) > 1), len(rows))
    return [filled(row)[0].text for row in rows[:start]], rows[start:]


def row_lines(rows: Sequence[Row], heads: Sequence[str]) -> Iterator[str]:
    """Each row as a line, its values under the heads of their columns.

    A row of a single value at its beginning is a title within the table, or a note below it. Words
    above figures, in a row that has no name, name what is behind them, such as a sum.
    """
    figures = _columns_of_figures(rows)
    for row in rows:
        if len(filled(row)) == 1 and row[0].text:
            yield row[0].text
        else:
            yield " | ".join(_values(row, heads, figures if not row[0].text else set()))


def _columns_of_figures(rows: Sequence[Row]) -> set[int]:
    """The columns of which most values are numbers or dates."""
    texts: Counter[int] = Counter()
    for row in rows:
        for column, cell in enumerate(row):
            if cell.text:
                texts[column] += 1 if cell.is_text else -1
    return {column for column, surplus in texts.items() if surplus < 0}


def filled(row: Row) -> list[Cell]:
    """The cells with something in them, those that are merged once."""
    return [cell for cell in row if cell.text and not cell.is_repeated]


def can_be_heads(row: Row) -> bool:
    """Whether a row has several cells, all of them words or years."""
    cells = [cell for cell in row if cell.text]
    are_short = all(len(cell.text) <= _LONGEST_HEAD for cell in cells)
    years = [cell for cell in cells if not cell.is_text]
    return (
        len(cells) > 1
        and are_short
        and all(map(_is_year, years))
        and (len(years) < len(cells) or not row[0].text)
    )


def _has_labels(table: Sequence[Row]) -> bool:
    """Whether all rows begin with a label and its colon, the first one too."""
    labels = [row[0].text for row in table if row[0].text]
    return bool(table[0][0].text) and all(label.endswith((":", "：")) for label in labels)


def _is_year(cell: Cell) -> bool:
    """Whether a number names years or ages, such as `2023`, `2023/24` or `15–64`."""
    if _YEAR.fullmatch(cell.text):
        return True
    span = _SPAN.fullmatch(cell.text)
    return span is not None and (int(span["from"]) < int(span["to"]) or "/" in cell.text)


def _are_heads(table: Sequence[Row]) -> bool:
    """Whether the first row has words or years above a column that is mostly numbers."""
    heads, body = table[0], table[1:]
    # Of heads that are dates there are several; one alone is a value behind its name.
    dates = sum(_DATE.fullmatch(head.text) is not None for head in heads)
    if len(heads) < _LEAST_COLUMNS or can_be_heads(body[0]) or dates == 1:
        return False
    for column, head in enumerate(heads):
        below = [row[column] for row in body if column < len(row) and row[column].text]
        numbers = [cell for cell in below if not cell.is_text]
        if head.text and below and 2 * len(numbers) > len(below):
            return True
    return False


def _to_last(row: Row) -> list[str]:
    """Texts of a row up to the last that is not empty; empty ones hold the columns."""
    texts = [cell.text for cell in row]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _values(row: Row, heads: Sequence[str], figures: set[int]) -> Iterator[str]:
    """The values of a row with their heads; words in the columns `figures` have none."""
    for column, cell in enumerate(row):
        if cell.text and not cell.is_repeated:
            is_name = column in figures and cell.is_text and _LETTER.match(cell.text)
            head = heads[column] if column < len(heads) and not is_name else ""
            yield f"{head}: {cell.text}" if head else cell.text
