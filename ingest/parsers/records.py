"""Parses files with one article per record: CSV, JSON Lines and JSON."""

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from io import TextIOWrapper
from typing import Any, BinaryIO

from ingest.errors import SourceFailure, UnreadableSource
from ingest.extract import Extract
from ingest.metadata.file_names import is_file_path
from ingest.metadata.head import StatedFields, as_text, named_fields
from ingest.parsers.encoding import decode, detect_encoding
from ingest.parsers.limits import MAX_DOCUMENT_BYTES, MAX_TEXT_BYTES, read_limited

_TEXT_NAMES = ("text", "content", "body", "article")
_DETECTION_BYTES = 2**20
_SHOWN_COLUMNS = 8
_MOST_COLUMNS = 16_384

Record = Extract | SourceFailure


def parse_csv(stream: BinaryIO) -> Iterator[Record]:
    """The articles of a table with a column `text` and optional columns of metadata.

    Raises:
        UnreadableSource: if it has no column `text`, too many columns, or a broken encoding.
    """
    csv.field_size_limit(MAX_TEXT_BYTES)
    try:
        lines = _as_lines(stream)
        start = lines.read(16_384)
        lines.seek(0)
        reader = csv.DictReader(lines, delimiter=_delimiter(start))
        _require_text_column(reader.fieldnames or [])
    except (csv.Error, UnicodeDecodeError) as error:
        raise UnreadableSource(f"its first rows cannot be read: {error}") from error
    try:
        yield from _records(enumerate(reader, start=2), "row")
    except (csv.Error, UnicodeDecodeError) as error:
        yield SourceFailure(f"row {reader.line_num + 1} and after", f"cannot be read: {error}")


def _delimiter(start: str) -> str:
    head = start.partition("\n")[0]
    return max(",;\t|", key=head.count)


def _require_text_column(columns: "list[str] | Any") -> None:
    if len(columns) > _MOST_COLUMNS:
        raise UnreadableSource(f"it has {len(columns):,} columns, too many for a table of articles")
    if not {column.strip().lower() for column in columns if column} & set(_TEXT_NAMES):
        named = ", ".join(map(str, list(columns)[:_SHOWN_COLUMNS])) or "none"
        raise UnreadableSource(f"it has no column called `text`; its columns are: {named}")


def parse_json_lines(stream: BinaryIO) -> Iterator[Record]:
    """The articles of a file with one JSON object per line, with the same fields as in CSV."""
    yield from _records(_json_lines(_as_lines(stream)), "line")


def _json_lines(lines: TextIOWrapper) -> Iterator[tuple[int, Any]]:
    number = 0
    while True:
        number += 1
        try:
            line = lines.readline(MAX_TEXT_BYTES)
        except UnicodeDecodeError as error:
            yield number, UnreadableSource(f"and after: its encoding is broken: {error.reason}")
            return
        if not line:
            return
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                yield number, UnreadableSource(f"is not JSON: {error}")


def parse_json(stream: BinaryIO) -> Iterator[Record]:
    """The articles of a JSON file: one object, or a list of objects.

    Raises:
        UnreadableSource: if it is not JSON.
    """
    try:
        value = json.loads(decode(read_limited(stream, MAX_DOCUMENT_BYTES)))
    except (ValueError, RecursionError) as error:
        raise UnreadableSource(f"it is not JSON: {error}") from error
    yield from _records(enumerate(value if isinstance(value, list) else [value], start=1), "item")


def _as_lines(stream: BinaryIO) -> TextIOWrapper:
    encoding = detect_encoding(stream.read(_DETECTION_BYTES))
    stream.seek(0)
    return TextIOWrapper(stream, encoding="utf-8-sig" if encoding == "utf-8" else encoding)


def _records(values: Iterator[tuple[int, Any]] | enumerate[Any], unit: str) -> Iterator[Record]:
    seen: Counter[str] = Counter()
    for number, value in values:
        place = f"{unit} {number}"
        if isinstance(value, UnreadableSource):
            yield SourceFailure(place, str(value))
        elif not isinstance(value, Mapping):
            yield SourceFailure(place, "is not an object with a `text`")
        else:
            yield _extract(value, place, seen)


def _extract(value: Mapping[str, Any], place: str, seen: Counter[str]) -> Record:
    values = {key.strip().lower(): v for key, v in value.items() if isinstance(key, str)}
    text = next((values[name] for name in _TEXT_NAMES if values.get(name)), None)
    if not isinstance(text, str) or not text.strip():
        return SourceFailure(place, "has no text")
    fields = named_fields(values)
    origin = as_text(values.get("source"))
    if origin.startswith(("http://", "https://")):
        fields.setdefault("url", origin)
    elif origin and not is_file_path(origin):
        fields.setdefault("author", origin)
    key = _key(values, fields, text)
    seen[key] += 1
    part = key if seen[key] == 1 else f"{key}-{seen[key]}"
    return Extract(text, **fields, part=part)


def _key(values: Mapping[str, Any], fields: StatedFields, text: str) -> str:
    """Stable key of a record: its id, its URL, or a hash of its text."""
    stated = as_text(values.get("id")) or fields.get("url")
    return stated or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
