"""Text of a sheet of a workbook: a line for each row, which names the head of each value."""

from collections.abc import Iterable, Iterator
from itertools import groupby, zip_longest

import regex

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.parsers.limits import MAX_TEXT_BYTES
from ingest.parsers.properties import Properties
from ingest.parsers.tables import EMPTY, Row, can_be_heads, row_lines, split_titles

MOST_CELLS = 4_000_000
"""Cells of a sheet, empty ones between others among them."""
_LEAST_COLUMNS = 3
"""Columns of a table whose first row has its heads though nothing but words is below them."""
_GIVEN_NAME = regex.compile(
    r"(?:sheet|tabelle|feuille?|hoja|foglio|planilha|folha|blad|ark|arkusz|list|munka(?:lap)?|taul"
    r"|sayfa|лист|аркуш|גיליון|ورقة|シート|工作表|시트)\s*\d*",
    regex.IGNORECASE,
)


def extract_of_sheets(sheets: Iterable[tuple[str, Iterable[Row]]], stated: Properties) -> Extract:
    """The article in a workbook: for each sheet its name as a heading, and its rows.

    The name of an only sheet is the title where none is stated, unless a program has given it, such
    as `Sheet1`; then it is no heading either.

    Raises:
        UnreadableSource: if the text is too long for one article.
    """
    parts: list[tuple[str, str]] = []
    size = 0
    for name, rows in sheets:
        blocks = []
        for block in _blocks(_limited(rows)):
            size += len(block)
            if size > MAX_TEXT_BYTES:
                raise _too_long()
            blocks.append(block)
        if blocks:
            parts.append((name, "\n\n".join(blocks)))
    title, text = None, "\n\n".join(f"{name}\n\n{text}" for name, text in parts)
    if len(parts) == 1:
        is_given = _GIVEN_NAME.fullmatch(parts[0][0].strip())
        title, text = (None, parts[0][1]) if is_given else (parts[0][0], text)
    return Extract(
        text,
        stated.title or title,
        stated.date,
        stated.language,
        stated.author,
        is_headed=len(parts) == 1,
    )


def _too_long() -> UnreadableSource:
    limit = MAX_TEXT_BYTES // 2**20
    return UnreadableSource(f"its rows make more than {limit} MB of text; split it up")


def _limited(rows: Iterable[Row]) -> Iterator[Row]:
    """`rows` up to a number of cells and of letters, as a hostile sheet repeats a cell for ever."""
    cells = letters = 0
    for row in rows:
        cells += len(row) + 1
        letters += sum(len(cell.text) for cell in row)
        if cells > MOST_CELLS:
            raise UnreadableSource(f"a sheet has more than {MOST_CELLS:,} cells; split it up")
        if letters > MAX_TEXT_BYTES:
            raise _too_long()
        yield row


def _blocks(rows: Iterable[Row]) -> Iterator[str]:
    """The tables of a sheet, which empty rows part, and the lines above each.

    What has no heads of its own, but as many columns as the table above, goes on with that.
    """
    heads: list[str] = []
    for is_filled, group in groupby(rows, key=lambda row: any(cell.text for cell in row)):
        if not is_filled:
            continue
        titles, table = split_titles(list(group))
        yield from titles
        if table:
            found, body = _heads(table)
            goes_on = not found and len(heads) == max(map(len, body))
            heads = heads if goes_on else found
            yield "\n".join(row_lines(body, heads))


def _heads(table: list[Row]) -> tuple[list[str], list[Row]]:
    """The heads of the columns, none where no row has them, and the rows below."""
    first, body = table[0], table[1:]
    if not body or not can_be_heads(first):
        return [], table
    if any(cell.is_repeated for cell in first) and len(body) > 1 and can_be_heads(body[0]):
        return _two_level_heads(first, body[0]), body[1:]
    if _are_heads(first, body):
        return [cell.text.rstrip(": ") for cell in first], body
    return [], table


def _two_level_heads(above: Row, below: Row) -> list[str]:
    """Heads such as `2023 Calls`, of heads that are merged over several of those below them."""
    pairs = zip_longest(above, below, fillvalue=EMPTY)
    return [" ".join(dict.fromkeys(filter(None, (a.text, b.text)))) for a, b in pairs]


def _are_heads(first: Row, body: list[Row]) -> bool:
    """Whether a row differs from those below it as heads do."""
    named = [column for column, cell in enumerate(first) if cell.text]
    if all(first[column].is_bold for column in named):
        return not all(cell.is_bold for cell in body[0] if cell.text)
    if any(not first[column].is_text for column in named):
        # Years, above other numbers than years.
        return not can_be_heads(body[0])
    if len(named) >= _LEAST_COLUMNS:
        return True
    # Of two columns, the first may be the names of the values in the second.
    below = [row[named[-1]] for row in body if len(row) > named[-1] and row[named[-1]].text]
    return bool(below) and not any(cell.is_text for cell in below)
