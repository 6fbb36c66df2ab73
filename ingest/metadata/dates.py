"""Date parsing that keeps the precision stated: year, month or day."""

from datetime import UTC, date, datetime

import regex

_YEAR = r"(?<y>1[4-9]\d\d|20\d\d)"
_ISO = regex.compile(rf"{_YEAR}(?:[-/.](?<m>\d{{1,2}})(?:[-/.](?<d>\d{{1,2}}))?)?(?!\d)")
_COMPACT = regex.compile(
    rf"(?:D:)?{_YEAR}(?:(?<m>\d{{2}})(?:(?<d>\d{{2}})(?:\d{{2}}){{0,3}})?)?(?!\d)"
)
_EPOCH = regex.compile(r"(?<seconds>\d{10})(?:\d{3})?(?:\.\d+)?$")
_EPOCH_YEARS = range(1990, 2101)
_DAY_AND_HOUR = regex.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])$"
)
_NUMERIC = regex.compile(rf"(?<a>\d{{1,2}})[-/.\s]+(?<b>\d{{1,2}})[-/.\s]+{_YEAR}\b")
_MONTH_YEAR = regex.compile(rf"(?<m>\d{{1,2}})[-/.]{_YEAR}$")
_IN_CJK = regex.compile(
    rf"{_YEAR}\s*年(?:\s*(?<m>\d{{1,2}})\s*月(?:\s*(?<d>\d{{1,2}})\s*[日号])?)?"
)
_LONGEST = 80


def parse_date(written: str | None) -> str | None:
    """ISO 8601 form of a date, limited to the parts that are stated, possible and unambiguous.

    A month stays a month, 31 February becomes February, and `03/04/2020`, which may be in March or
    in April, becomes 2020. None if there is no date in the text.
    """
    text = (written or "").strip()[:_LONGEST]
    if counted := _since_epoch(text):
        return counted
    if match := _IN_CJK.match(text) or _ISO.match(text) or _COMPACT.match(text):
        return _precise(match["y"], match["m"], match["d"])
    if match := _MONTH_YEAR.match(text):
        return _precise(match["y"], match["m"])
    if match := _NUMERIC.search(text):
        return _precise(match["y"], *_month_and_day(int(match["a"]), int(match["b"])))
    return _in_words(text)


def _since_epoch(text: str) -> str | None:
    """The day, in UTC, of a Unix timestamp in seconds or milliseconds."""
    match = _EPOCH.match(text)
    if not match or _DAY_AND_HOUR.match(text):
        return None
    day = datetime.fromtimestamp(int(match["seconds"]), UTC).date()
    return day.isoformat() if day.year in _EPOCH_YEARS else None


def _month_and_day(first: int, second: int) -> tuple[int | None, int | None]:
    if first == second or first > 12:
        return second, first
    return (first, second) if second > 12 else (None, None)


def _precise(year: str, month: str | int | None = None, day: str | int | None = None) -> str:
    """The most precise valid date of year, month and day."""
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
        return str(year["y"])
    digits = {"year": 4, "month": 7}.get(found.period, 10)
    return str(found.date_obj.date())[:digits]
