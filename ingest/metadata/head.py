"""Front matter and header lines of a text, and metadata fields under their usual names."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, TypedDict, cast

import regex
import yaml

from ingest.extract import Extract

_NAMES = {
    "title": ("title", "headline", "name"),
    "date": ("date", "published", "date_published", "publication_date", "pubdate", "created"),
    "language": ("language", "lang", "locale"),
    "author": ("author", "authors", "by", "byline", "creator"),
    "url": ("url", "link", "permalink", "canonical", "canonical_url"),
}
_FRONT_MATTER = regex.compile(r"\A\s*(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", regex.DOTALL)
_HEADER_LINE = regex.compile(r"([A-Za-z][A-Za-z_ -]{0,24}):[ \t]*(\S.*)\n?")
_DATE_PREFIX = regex.compile(
    r"\A\s*date[ \t:]+((?:1[4-9]|20)\d\d(?:-\d\d){0,2})(?![\w-])[ \t,;:–—-]*", regex.IGNORECASE
)

_LONGEST_FRONT_MATTER = 100_000
_MOST_VALUES = 100
_DEEPEST_VALUE = 2
"""Lists in lists whose values are read; aliases of YAML make more of them than can ever be."""


class StatedFields(TypedDict, total=False):
    """Metadata fields of an `Extract` that front matter or a record can state."""

    title: str
    date: str
    language: str
    author: str
    url: str


def named_fields(values: Mapping[str, Any]) -> StatedFields:
    """The metadata fields in `values`, recognised under any of their usual names."""
    by_name = {_normal(key): value for key, value in values.items() if isinstance(key, str)}
    fields = {}
    for field, names in _NAMES.items():
        for name in names:
            if stated := as_text(by_name.get(name)):
                fields[field] = stated
                break
    return cast(StatedFields, fields)


def as_text(value: object, depth: int = _DEEPEST_VALUE) -> str:
    """A value of a record as one line of text; empty for values that are not text.

    Of a list its first values, and of a list in that, down to some depth.
    """
    if isinstance(value, Mapping):
        value = value.get("name")  # schema.org writes an author as {"name": …}
    if isinstance(value, list | tuple):
        values = islice(value, _MOST_VALUES if depth else 0)
        return ", ".join(filter(None, (as_text(each, depth - 1) for each in values)))
    if value is None or isinstance(value, dict):
        return ""
    try:
        return " ".join(str(value).split())
    except ValueError:  # a number of thousands of digits
        return ""


def _normal(name: str) -> str:
    normal: str = regex.sub(r"[\s-]+", "_", name.strip().lower())
    return normal


def split_head(text: str) -> Extract:
    """Separate the metadata at the start of a text from the text.

    Recognised are YAML and TOML front matter, header lines such as `Title: …` up to an empty line,
    and a date written as `date 2020-01` before the first word.
    """
    if match := _FRONT_MATTER.match(text):
        stated = _parse_front_matter(match[1], match[2])
        if stated is not None:
            return Extract(text[match.end() :], **named_fields(stated))
    stated, end = _header_lines(text)
    extract = Extract(text[end:], **named_fields(stated))
    if match := _DATE_PREFIX.match(extract.text):
        extract = replace(extract, text=extract.text[match.end() :], date=match[1])
    return extract


def _parse_front_matter(fence: str, written: str) -> dict[str, Any] | None:
    """The mapping in front matter; None if it is not front matter but text between two rules."""
    if len(written) > _LONGEST_FRONT_MATTER:
        return None
    try:
        if fence == "+++":
            return tomllib.loads(written)
        # Of the loaders only this one leaves `2020-01-09` and `no` the strings they are.
        stated = yaml.load(written, Loader=yaml.BaseLoader)
    except (ValueError, yaml.YAMLError, RecursionError):  # what is no TOML is a ValueError too
        return None
    return stated if isinstance(stated, dict) else None


def _header_lines(text: str) -> tuple[dict[str, str], int]:
    """The `Name: value` lines at the start of a text, if all names are known, and their end."""
    known = {name for names in _NAMES.values() for name in names}
    stated: dict[str, str] = {}
    start = end = len(text) - len(text.lstrip())
    while match := _HEADER_LINE.match(text, end):
        if _normal(match[1]) not in known:
            break
        stated[match[1]] = match[2]
        end = match.end()
    followed_by_empty_line = regex.match(r"[ \t]*\n", text[end : end + 200])
    return (stated, end) if stated and followed_by_empty_line else ({}, min(start, 0))
