"""Title, author and date in the properties of Office and OpenDocument files."""

from datetime import datetime
from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile

from ingest.metadata.dates import parse_date
from ingest.parsers.packages import parse_part

# What programs and their templates put there where the writer of a document stated nothing.
_TEMPLATE_TITLES = {"PowerPoint Presentation", "PowerPoint-Präsentation", "Présentation PowerPoint"}
_TEMPLATE_AUTHORS = {"openpyxl", "python-pptx", "python-docx", "Steve Canny"}
_TEMPLATE_DATES = {"2013-01-27", "2013-12-23"}
_FIRST_YEAR = "1990"  # earlier ones are the zero of some clock


class Properties(NamedTuple):
    """What the properties state; None for what they do not, or only a template does."""

    title: str | None = None
    author: str | None = None
    date: str | None = None
    """The day on which the document was begun, in ISO 8601."""
    language: str | None = None


def office_properties(package: ZipFile) -> Properties:
    """The properties of an Office document, if it has any."""
    return _properties(package, "docProps/core.xml", ("title", "creator", "created", "language"))


def odf_properties(package: ZipFile) -> Properties:
    """The properties of an OpenDocument file, if it has any."""
    names = ("title", "initial-creator", "creation-date", "language")
    return _properties(package, "meta.xml", names)


def compound_properties(data: bytes) -> Properties:
    """The properties of an Office document of before 2007, if it has any."""
    from olefile import OleFileIO, isOleFile

    if not isOleFile(data=data):
        return Properties()
    with OleFileIO(BytesIO(data)) as compound:
        stated = compound.get_metadata()
    title, author = (_decoded(value, stated.codepage) for value in (stated.title, stated.author))
    created = stated.create_time
    day = f"{created:%Y-%m-%d}" if isinstance(created, datetime) else ""
    return _stated(title, author, day, "")


def _decoded(value: object, code_page: object) -> str:
    """A text of a property; code pages are signed numbers, such as -535 for UTF-8.

    Where a file is damaged, either may be anything.
    """
    number = (code_page if isinstance(code_page, int) and code_page else 1252) & 0xFFFF
    encoding = {1200: "utf-16-le", 10000: "mac-roman", 65001: "utf-8"}.get(number, f"cp{number}")
    data = value if isinstance(value, bytes) else b""
    try:
        text = data.decode(encoding, "replace")
    except LookupError:
        text = data.decode("cp1252", "replace")
    return text.partition("\0")[0].strip()


def _properties(package: ZipFile, path: str, names: tuple[str, ...]) -> Properties:
    if path not in package.namelist():
        return Properties()
    root = parse_part(package, path)
    title, author, created, language = (
        (root.findtext(f".//{{*}}{name}") or "").strip() for name in names
    )
    return _stated(title, author, created, language)


def _stated(title: str, author: str, created: str, language: str) -> Properties:
    """The properties without what programs and templates have put there."""
    date = parse_date(created) or ""
    is_stated = date >= _FIRST_YEAR and date not in _TEMPLATE_DATES
    return Properties(
        title if title and title not in _TEMPLATE_TITLES else None,
        author if author and author not in _TEMPLATE_AUTHORS else None,
        date if is_stated else None,
        language.partition("-")[0] or None,
    )
