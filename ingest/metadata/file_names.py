"""Names and paths of files: the date and title in a name, and what is a path at all."""

from pathlib import PurePath

import regex

from ingest.metadata.dates import parse_date

_ANYWHERE = regex.compile(r"[\s_-]*(?<!\d)(?:1[4-9]|20)\d\d(?:[-_.]?\d\d){0,2}(?!\d)[\s_-]*")
_YEAR = r"(?:1[4-9]|20)\d\d"
# A date to the month at least: a year alone may be what the article is about.
_AT_START = regex.compile(
    rf"\s*(?:(?<year>{_YEAR})(?<gap>[-_.])(?<month>\d\d)(?:(?P=gap)(?<day>\d\d))?"
    rf"|(?<year>{_YEAR})(?<month>\d\d)(?<day>\d\d)"
    rf"|(?<year>{_YEAR})年(?<month>\d{{1,2}})月(?:(?<day>\d{{1,2}})[日号])?"
    rf"|(?<day>\d{{1,2}})(?<gap>[-_.])(?<month>\d{{1,2}})(?P=gap)(?<year>{_YEAR}))(?!\d)"
)
# A drive, a share, a folder from the root, home or here, or folders above a name with an ending.
_PATH = regex.compile(
    r"[A-Za-z]:[\\/]|\\\\\S|file:|~?/\S|\.{1,2}[\\/]|[^\\]+\\.*\.\w{2,5}$|[^/.]+/.*\.\w{2,5}$",
    regex.IGNORECASE,
)
_NAME_OF_FILE = regex.compile(
    r"[^\\/]+\.(?:txt|text|md|markdown|x?html?|mht|pdf|docx?|odt|rtf|epub|csv|tsv|xlsx?|pptx?|jsonl?|eml)$",
    regex.IGNORECASE,
)


def is_file_path(text: str) -> bool:
    """Whether a text is the path or name of a file, such as `C:\\articles\\quay.txt`."""
    return bool(_PATH.match(text) or _NAME_OF_FILE.match(text))


# What files are numbered by, as in `IMG_20241105`; then only a day is sure to be a date.
_TAG = regex.compile(r"[A-Za-z]{0,4}\d{0,4}[_ -]{1,3}(?=\d)")


def date_in_name(name: str) -> str | None:
    """The date that begins the name of a file, such as `2024-11-05 budget talks.txt`.

    `2011-12`, which may be a season that ends in 2012, is 2011. None if there is no such day.
    """
    match = _AT_START.match(name)
    if not match and (tag := _TAG.match(name)):
        match = _AT_START.match(name, tag.end())
        match = match if match and match["day"] else None
    if not match:
        return None
    year, month, day = match["year"], match["month"], match["day"]
    if day is None and int(month) == int(year[2:]) + 1:
        return str(year)
    date = parse_date(match[0].replace("_", "-"))
    is_possible = date is not None and len(date) == (7 if day is None else 10)
    return date if is_possible or match[0][-4:] == year else None


def title_in_name(name: str) -> str:
    """A title made of a file name: `haftar-rejects-2020-01.txt` becomes `Haftar rejects`."""
    stem = PurePath(name).stem
    words = regex.sub(r"[\s_-]+", " ", _ANYWHERE.sub(" ", stem)).strip() or stem
    return words[:1].upper() + words[1:]
