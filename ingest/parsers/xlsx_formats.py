"""Values of an Excel workbook as text: what number formats make dates and shares of numbers."""

from datetime import datetime, timedelta

import regex

# Formats that Excel knows by their ids (ECMA-376, 18.8.30); those left out show plain numbers.
_BUILT_IN = {9: "0%", 10: "0.00%", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss"}
_BUILT_IN |= {22: "yyyy-mm-dd h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss"}
_BUILT_IN |= dict.fromkeys([14, 15, 16, 17, *range(27, 32), 36, *range(50, 59)], "yyyy-mm-dd")
_BUILT_IN |= dict.fromkeys(range(32, 36), "h:mm:ss")
_WORDS = regex.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', regex.IGNORECASE)
_ELAPSED = regex.compile(r"\[(?:h+|m+|s+)\]", regex.IGNORECASE)
_DECIMALS = regex.compile(r"\.(0+)")
_MOST_DECIMALS = 15
_ZERO = datetime(1899, 12, 30)
_ZERO_OF_MAC = datetime(1904, 1, 1)
_FALSE_LEAP_DAY = 60
"""Excel's day 29 February 1900, which never was; days before it are counted from one later."""
_LAST_DAY = 2_958_466


def built_in_format(number: int) -> str:
    """The format that has no text in a workbook as Excel knows its id; empty for plain numbers."""
    return _BUILT_IN.get(number, "")


def shown(value: float, number_format: str, from_1904: bool) -> str:
    """A number as its format shows it: dates and times in ISO 8601, and shares in per cent.

    Other formats change nothing, as they may round. `from_1904` says how the workbook counts days.
    """
    code = _WORDS.sub("", number_format.partition(";")[0]).lower()
    if "%" in code:
        decimals = _DECIMALS.search(code)
        count = min(len(decimals[1]), _MOST_DECIMALS) if decimals else 0
        return f"{value * 100:.{count}f}%"
    if regex.search(r"[dmyhs]", code) and "general" not in code and 0 <= value < _LAST_DAY:
        is_elapsed = _ELAPSED.search(code)
        return _duration(value) if is_elapsed else _moment(value, code, from_1904)
    return f"{value:.15g}"  # as many digits as Excel has


def _duration(days: float) -> str:
    minutes = round(days * 24 * 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def _moment(days: float, code: str, from_1904: bool) -> str:
    zero = _ZERO_OF_MAC if from_1904 else _ZERO
    if not from_1904 and days < _FALSE_LEAP_DAY:
        zero += timedelta(days=1)
    moment = zero + timedelta(days=int(days), seconds=round(days % 1 * 86_400))
    time = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    has_time = bool(regex.search("[hs]", code))
    has_date = bool(regex.search("[dy]", code)) or not has_time
    if days < 1 or not has_date:
        return time
    if has_time and days % 1:
        return f"{moment:%Y-%m-%d} {time}"
    if "d" in code or has_time:
        return f"{moment:%Y-%m-%d}"
    return f"{moment:%Y-%m}" if "m" in code else f"{moment:%Y}"
