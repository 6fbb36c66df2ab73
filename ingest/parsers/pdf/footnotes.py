"""Footnote marks: raised figures and signs, told from powers, units and abbreviations."""

import regex

_OPEN, _CLOSE = "\x0e", "\x0f"
_RAISED = regex.compile(rf"(?<gap>[ \xa0]?){_OPEN}(?<mark>[^{_OPEN}{_CLOSE}]*){_CLOSE}")
_SIGNS = regex.compile(r"[\d*∗†‡§¶‖#⋆★,;+−–—-]+$|\(?\p{Ll}\)?$|[\d,–-]*\p{Ll}?$")
_HAS_SIGN = regex.compile(r"[\d*∗†‡§¶‖#⋆★]|^\(?\p{Ll}\)?$")
_AT_START = regex.compile(rf"\s*{_OPEN}(?<mark>[^{_CLOSE}]*){_CLOSE}\s*")
# What may have a power: a figure, a unit, a variable or the end of a bracketed term.
_POWERED = regex.compile(r"(?:^|[^\p{L}])(?:\p{L}|[kcdmnµμ]m|ft|in|yd|mi|sec)$|[)\]]$")
_FIGURE = regex.compile(r"\p{N}$")
_SUPERSCRIPTS = str.maketrans("0123456789+-−–()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾ⁿ")


def mark_of(raised: str) -> str:
    """Raised characters in a form that `without_marks` tells from the text around them."""
    return f"{_OPEN}{raised}{_CLOSE}"


def mark_at_start(text: str) -> str | None:
    """The mark with which the text of a footnote begins; None if it begins with none."""
    match = _AT_START.match(text)
    return match["mark"].strip() if match else None


def without_marks(text: str, notes: frozenset[str] | set[str]) -> str:
    """`text` without its footnote marks.

    Powers become superscript characters, and what is raised in an abbreviation, as in `1er`, joins
    it. `notes` are the marks of the footnotes of the page: raised figures after a figure are one
    of them or a power.
    """
    if _OPEN not in text:
        return text
    if match := _AT_START.match(text):
        text = f"{match['mark']} {text[match.end() :]}"
    plain: str = _RAISED.sub(lambda match: _replaced(match, notes), text)
    return plain


def _replaced(match: "regex.Match[str]", notes: frozenset[str] | set[str]) -> str:
    mark, gap = str(match["mark"]).strip(), str(match["gap"])
    before, after = match.string[: match.start()], match.string[match.end() :]
    if not (_SIGNS.match(mark) and _HAS_SIGN.search(mark)) or regex.match(r"\p{L}", after):
        return gap + mark
    if not gap and _is_power(mark, before, notes):
        return mark.translate(_SUPERSCRIPTS)
    if gap and regex.match(r"[\p{L}\p{N}]", after):
        return " "
    return ""


def _is_power(mark: str, before: str, notes: frozenset[str] | set[str]) -> bool:
    if not regex.match(r"[−–-]?\d{1,2}[+−-]?$", mark):
        return False
    if _FIGURE.search(before):
        return mark not in notes
    return (
        bool(_POWERED.search(before)) and (mark in "234" or mark[0] in "−–-") and mark not in notes
    )
