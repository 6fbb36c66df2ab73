"""Parses presentations of OpenDocument (ODP)."""

from collections.abc import Iterator
from typing import BinaryIO

from ingest.extract import Extract
from ingest.parsers.odf import CONTENT, STYLES, open_odf
from ingest.parsers.odf_text import OdfText
from ingest.parsers.packages import parse_part
from ingest.parsers.properties import odf_properties
from ingest.parsers.slides import extract_of_slides


def parse_odp(stream: BinaryIO) -> Iterator[Extract]:
    """The article in a presentation: a page for each slide, with its speaker's notes at its end.

    Raises:
        UnreadableSource: if it is damaged or locked by a password.
    """
    with open_odf(stream, "presentation") as package:
        stated = odf_properties(package)
        content = parse_part(package, CONTENT)
        roots = [content] + [parse_part(package, STYLES)] * (STYLES in package.namelist())
    text = OdfText(*roots)
    slides = content.iterfind("{*}body/{*}presentation/{*}page")
    yield extract_of_slides(map(text.blocks, slides), stated)
