"""What a PDF states of its article: title, author and date, told from those of the file."""

from collections.abc import Sequence
from html import unescape

import regex

from ingest.metadata.dates import parse_date

# XMP of publishers. `xmp:CreateDate` and the properties of the file say when the file was made.
_PUBLISHED = regex.compile(
    rb"<prism:(?:publicationDate|coverDate|onlineDate)[^<>]{0,200}>\s*+([^<]{4,40})<"
    rb"|<dc:date>\s*+<rdf:Seq>\s*+<rdf:li[^<>]{0,200}>\s*+([^<]{4,40})<"
)
_DATE = regex.compile(
    r"(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}\b"
    r"|\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d\b"
    r"|\d{1,2}(?:st|nd|rd|th|er|º|\.)?\s(?:de\s|of\s)?\p{L}{3,12}\.?,?\s(?:de\s)?(?:19|20)\d\d\b"
    r"|\p{L}{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d\b"
    r"|(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
)
_LINES = 8
"""Lines at the beginning of a text among which its date may be shown."""
_WORDS_BESIDE = 4
_UNTITLED = regex.compile(
    r"(?:untitled|(?:powerpoint )?presentation|présentation(?: powerpoint)?|document)\s?\d*$",
    regex.IGNORECASE,
)
_PROGRAM = regex.compile(r"Microsoft (?:Office )?(?:Word|PowerPoint|Excel) - ")


def stated_title(title: str) -> str | None:
    """The title among the properties of a file; None where programs put their own there."""
    title = _PROGRAM.sub("", unescape(title)).strip()
    # Word processors put the name of their own file there.
    return None if "." in title[-6:] or _UNTITLED.match(title) or not title else title


def stated_date(data: bytes, lines: Sequence[str]) -> str | None:
    """The date of a text: that of its publisher's metadata, or that which its beginning shows.

    `lines` are its first paragraphs. The date of the file is another one, and not taken.
    """
    if match := _PUBLISHED.search(data):
        return parse_date((match[1] or match[2]).decode("utf-8", "replace"))
    for line in lines[:_LINES]:
        dates = list(_DATE.finditer(line))
        beside = _DATE.sub("", line).split()
        if len(dates) == 1 and len(beside) <= _WORDS_BESIDE:
            date = parse_date(dates[0][0])
            if date and len(date) == len("2020-01-09"):
                return date
    return None
