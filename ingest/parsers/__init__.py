"""Readers: one module a format, each turning an open file into what is written in it."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import BinaryIO, cast

from ingest.extract import Extract, Failure

Reader = Callable[[BinaryIO], Iterator[Extract | Failure]]

_READERS = {
    ".txt": "plain.read_plain",
    ".text": "plain.read_plain",
    ".md": "markdown.read_markdown",
    ".markdown": "markdown.read_markdown",
    ".html": "html.read_html",
    ".htm": "html.read_html",
    ".xhtml": "html.read_html",
    ".pdf": "pdf.read_pdf",
    ".docx": "docx.read_docx",
    ".epub": "epub.read_epub",
    ".csv": "records.read_csv",
    ".tsv": "records.read_csv",
    ".jsonl": "records.read_json_lines",
    ".ndjson": "records.read_json_lines",
    ".json": "records.read_json",
}
SUFFIXES = frozenset(_READERS)
"""Endings of the names of files that can be read, in lower case."""
ARCHIVE_SUFFIX = ".zip"


def reader_for(suffix: str) -> Reader | None:
    """The reader of files whose names end in `suffix`; None for kinds that are not read."""
    name = _READERS.get(suffix.lower())
    if name is None:
        return None
    module, function = name.split(".")
    return cast(Reader, getattr(import_module(f"ingest.parsers.{module}"), function))
