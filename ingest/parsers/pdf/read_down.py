"""Short lines in columns that are read down, not across: addresses, lists and indexes."""

from collections.abc import Sequence
from itertools import pairwise

import regex

from ingest.parsers.pdf.paragraphs import is_item

_MOST_LINES = 8
_LEAST_LINES = 3
"""Lines of an address."""
_LEAST_ENTRIES = 8
"""Entries of an index, in all columns."""
_PLACE = regex.compile(r"[\d@]")
_ENDS_SENTENCE = regex.compile(r"\p{L}[.!?…。！？؟։।][\p{Pf}\p{Pe}\p{Pi}\"'’]*$")
_LETTER = regex.compile(r"\p{L}")


def are_read_down(columns: Sequence[Sequence[str]]) -> bool:
    """Whether columns, given by their lines in reading order, are no table."""
    return (
        _are_lists(columns)
        or _are_sentences(columns)
        or _is_index(columns)
        or _are_addresses(columns)
    )


def _are_lists(columns: Sequence[Sequence[str]]) -> bool:
    """Whether in each column items begin with a bullet or a number of their own."""
    return all(2 * sum(map(is_item, lines)) >= len(lines) > 1 for lines in columns)


def _are_sentences(columns: Sequence[Sequence[str]]) -> bool:
    """Whether lines end as sentences do, in each column."""
    return all(
        2 * sum(_ENDS_SENTENCE.search(line) is not None for line in lines) >= len(lines) > 1
        for lines in columns
    )


def _is_index(columns: Sequence[Sequence[str]]) -> bool:
    """Whether lines are in the order of the alphabet, down one column after the other."""
    lines = [line.casefold() for column in columns for line in column]
    return (
        len(lines) >= _LEAST_ENTRIES
        and all(len(column) > 1 for column in columns)
        and all(map(_LETTER.match, lines))
        and all(one < other for one, other in pairwise(lines))
    )


def _are_addresses(columns: Sequence[Sequence[str]]) -> bool:
    """Whether blocks of lines stand side by side with figures, or an @, in the same lines of each.

    In a table, these are rather in all rows of a column.
    """
    places = {tuple(_PLACE.search(line) is not None for line in lines) for lines in columns}
    if len(places) != 1:
        return False
    (lines,) = places
    return _LEAST_LINES <= len(lines) <= _MOST_LINES and 0 < 2 * sum(lines) <= len(lines)
