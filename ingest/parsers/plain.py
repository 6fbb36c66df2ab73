"""Parses plain text."""

from collections.abc import Iterator
from typing import BinaryIO

from ingest.extract import Extract
from ingest.metadata.head import split_head
from ingest.parsers.encoding import decode
from ingest.parsers.limits import read_limited


def parse_plain(stream: BinaryIO) -> Iterator[Extract]:
    """The article in a plain text file."""
    yield split_head(decode(read_limited(stream)).replace("\r\n", "\n"))
