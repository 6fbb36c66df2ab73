"""Dates as people and files write them, kept at the precision they state."""

from datetime import date

import regex

_YEAR = r"(?<y>1[4-9]\d\d|20\d\d)"
_ISO = regex.compile(rf"{_YEAR}(?:[-/.](?<m>\d{{1,2}})(?:[-/.](?<d>\d{{1,2}}))?)?(?!\d)")
_COMPACT = regex.compile(rf"(?:D:)?{_YEAR}(?:(?<m>\d{{2}})(?<d>\d{{2}})?)?(?:\d{{6}})?(?!\d)")
_NUMERIC = regex.compile(rf"(?<a>\d{{1,2}})[-/.\s]+(?<b>\d{{1,2}})[-/.\s]+{_YEAR}\b")
_MONTH_YEAR = regex.compile(rf"(?<m>\d{{1,2}})[-/.]{_YEAR}$")
_IN_CJK = regex.compile(
    rf"{_YEAR}\s*年(?:\s*(?<m>\d{{1,2}})\s*月(?:\s*(?<d>\d{{1,2}})\s*[日号])?)?"
)
_LONGEST = 80


def parse_date(written: str | None) -> str | None:
    """ISO 8601 form of a date as written, cut to the parts that are stated and possible.

    A month stays a month, 31 February becomes February, and `03/04/2020`, which two halves of the
    world read differently, becomes 2020. None where there is no date in it.
    """
    text = (written or "").strip()[:_LONGEST]
    if match := _IN_CJK.match(text) or _ISO.match(text) or _COMPACT.match(text):
        return _precise(match["y"], match["m"], match["d"])
    if match := _MONTH_YEAR.match(text):
        return _precise(match["y"], match["m"])
    if match := _NUMERIC.search(text):
        return _precise(match["y"], *_month_and_day(int(match["a"]), int(match["b"])))
    return _in_words(text)


def _month_and_day(first: int, second: int) -> tuple[int | None, int | None]:
    if first == second or first > 12:
        return second, first
    return (first, second) if second > 12 else (None, None)


def _precise(year: str, month: str | int | None = None, day: str | int | None = None) -> str:
    """The longest of year, month and day that is a date."""
    parts = [int(part) for part in (year, month, day) if part is not None]
    while len(parts) > 1:
        try:
            date(*(*parts, 1, 1)[:3])
        except ValueError:
            parts.pop()
        else:
            break
    return "-".join(f"{part:02d}" for part in parts)


def _in_words(text: str) -> str | None:
    """A date with its month in words, in any language that dateparser knows."""
    year = regex.search(rf"\b{_YEAR}\b", text)
    if not year:
        return None  # dateparser would fill in the current year
    from dateparser.date import DateDataParser

    settings = {"RETURN_AS_TIMEZONE_AWARE": False, "STRICT_PARSING": False}
    found = DateDataParser(settings=settings).get_date_data(text)
    if found.date_obj is None:
        return year["y"]
    digits = {"year": 4, "month": 7}.get(found.period, 10)
    return found.date_obj.date().isoformat()[:digits]
