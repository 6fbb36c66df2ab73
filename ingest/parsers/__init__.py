"""Parsers: one module per format, each of which turns an open file into text and metadata."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import BinaryIO, cast

from ingest.errors import SourceFailure
from ingest.extract import Extract

Parser = Callable[[BinaryIO], Iterator[Extract | SourceFailure]]

_PARSERS = {
    ".txt": "plain.parse_plain",
    ".text": "plain.parse_plain",
    ".md": "markdown.parse_markdown",
    ".markdown": "markdown.parse_markdown",
    ".html": "html.parse_html",
    ".htm": "html.parse_html",
    ".xhtml": "html.parse_html",
    ".pdf": "pdf.parse_pdf",
    ".docx": "docx.parse_docx",
    ".epub": "epub.parse_epub",
    ".csv": "records.parse_csv",
    ".tsv": "records.parse_csv",
    ".jsonl": "records.parse_json_lines",
    ".ndjson": "records.parse_json_lines",
    ".json": "records.parse_json",
}
SUFFIXES = frozenset(_PARSERS)
"""File extensions of the supported formats, in lower case, with the dot."""
ARCHIVE_SUFFIX = ".zip"


def parser_for(suffix: str) -> Parser | None:
    """The parser of files whose names end in `suffix`; None for unsupported formats."""
    name = _PARSERS.get(suffix.lower())
    if name is None:
        return None
    module, function = name.split(".")
    return cast(Parser, getattr(import_module(f"ingest.parsers.{module}"), function))
