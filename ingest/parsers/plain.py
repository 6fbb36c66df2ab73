"""Parses plain text."""

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from ingest.extract import Extract
from ingest.metadata.head import split_head
from ingest.parsers.encoding import decode
from ingest.parsers.limits import read_limited
from ingest.parsers.wraps import with_whole_words


def parse_plain(stream: BinaryIO) -> Iterator[Extract]:
    """The article in a plain text file, its words whole that are cut at the ends of lines."""
    extract = split_head(decode(read_limited(stream)).replace("\r\n", "\n"))
    yield replace(extract, text=with_whole_words(extract.text))
