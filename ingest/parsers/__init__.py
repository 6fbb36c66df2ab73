"""Parsers: one module per format, each of which turns an open file into text and metadata."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import BinaryIO, cast

from ingest.errors import SourceFailure
from ingest.extract import Attachment, Extract, PageRead

Parsed = Extract | Attachment | SourceFailure | PageRead
Parser = Callable[[BinaryIO], Iterator[Parsed]]

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
    ".srt": "subtitles.parse_subtitles",
    ".vtt": "subtitles.parse_subtitles",
    ".csv": "records.parse_csv",
    ".tsv": "records.parse_csv",
    ".jsonl": "records.parse_json_lines",
    ".ndjson": "records.parse_json_lines",
    ".json": "records.parse_json",
    ".xlsx": "xlsx.parse_xlsx",
    ".xlsm": "xlsx.parse_xlsx",
    ".xls": "xls.parse_xls",
    ".ods": "ods.parse_ods",
    ".pptx": "pptx.parse_pptx",
    ".ppsx": "pptx.parse_pptx",
    ".ppt": "ppt.parse_ppt",
    ".pps": "ppt.parse_ppt",
    ".odp": "odp.parse_odp",
    ".odt": "odt.parse_odt",
    ".rtf": "rtf.parse_rtf",
    ".doc": "doc.parse_doc",
    ".eml": "eml.parse_eml",
    ".msg": "msg.parse_msg",
    ".mht": "eml.parse_eml",
    ".mhtml": "eml.parse_eml",
    ".warc": "warc.parse_warc",
    ".png": "images.parse_image",
    ".jpg": "images.parse_image",
    ".jpeg": "images.parse_image",
    ".tif": "images.parse_image",
    ".tiff": "images.parse_image",
    ".zip": "archive.parse_zip",
}
SUFFIXES = frozenset(_PARSERS)
"""File extensions of the supported formats, in lower case, with the dot."""


def parser_for(kind: str) -> Parser | None:
    """The parser of a kind of file, as `kind_of` names it; None for unsupported ones."""
    name = _PARSERS.get(kind)
    if name is None:
        return None
    module, function = name.split(".")
    return cast(Parser, getattr(import_module(f"ingest.parsers.{module}"), function))
