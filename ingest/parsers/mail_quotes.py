"""Tells what a message says by itself from what it quotes of earlier ones.

Quotations are earlier messages' words: kept, each would be a second statement, often of what the
message corrects. Of the usual libraries, quotequail knows the quotations of few languages, and
mail-parser-reply loses answers that stand between quotations, and messages that are passed on.
"""

from copy import deepcopy
from itertools import pairwise
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_QUOTED = regex.compile(r"\s{0,3}>")
_ESCAPED = regex.compile(r">From ")  # mbox has its own use for lines that begin with `From `
# What introduces a quotation says when it was written, or by which address.
_BEGINS = regex.compile(r"\d|\S@\S")
_SENTENCE_END = regex.compile(r"[.!?:;。！？]\s*$")
_SEPARATOR = regex.compile(r"\s*(?:[-_–—]{3,}.*|\*{3,}.*)")
_HEADER = regex.compile(
    r"\s*\*?(?P<name>\p{L}[\p{L}\p{M} ./-]{0,24}?)\s?[:：]\*?\s*(?P<value>\S.*)"
)
_LEAST_HEADERS = 3
_SENDER = regex.compile(
    r"from|von|de|da|van|från|fra|frá|lähettäjä|od|odesílatel|feladó|expéditeur|remitente"
    r"|mittente|afzender|absender|avsändare|afsender|gönderen|kimden|от|от кого|отправитель|від"
    r"|de la|expeditor|από|saatja|nuo|no|מאת|من|差出人|送信者|发件人|寄件者|寄件人|보낸 사람",
    regex.IGNORECASE,
)
_PASSED_ON = regex.compile(
    r"forward|weitergeleitet|transféré|réexpédi|reenviad|encaminhad|inoltrat|doorgestuurd"
    r"|vidarebefordra|videresen|välitet|přeposlan|przekazan|továbbított|iletilen|пересыл|переслан"
    r"|προωθ|הועבר|محولة|転送|转发|轉寄|전달",
    regex.IGNORECASE,
)
_WORD = regex.compile(r"[\p{L}\p{N}]")
_MARKED_AS_QUOTED = (
    "//blockquote[@type='cite'] | //*[contains(@class, 'gmail_quote')]"
    " | //*[contains(@class, 'gmail_attr')] | //*[contains(@class, 'moz-cite-prefix')]"
    " | //*[contains(@class, 'yahoo_quoted')] | //*[contains(@class, 'protonmail_quote')]"
)


def is_passed_on(text: str) -> bool:
    """Whether a line above an earlier message says that it is passed on, not answered."""
    lines = [line for line in text.splitlines() if line.strip()]
    return any(
        _PASSED_ON.search(line) and (_SEPARATOR.match(line) or _HEADER.match(below))
        for line, below in pairwise(lines)
    )


def own_words(text: str, passes_on: bool) -> str:
    """The text of a message without its quotations, or all of it where it says nothing else.

    An earlier message below is kept where the message `passes_on` what it says.
    """
    lines = _without_marked(text.splitlines())
    if not passes_on:
        lines = lines[: _start_of_earlier(lines)]
    own = "\n".join(lines).strip()
    return own if _WORD.search(own) else regex.sub(r"(?m)^[> ]+", "", text).strip()


def _without_marked(lines: list[str]) -> list[str]:
    """Lines without those marked by `>`, and without what introduces these, in any language."""
    kept: list[str] = []
    was_quoted = False
    for line in lines:
        is_quoted = bool(_QUOTED.match(line)) and not _ESCAPED.match(line)
        if is_quoted and not was_quoted:
            _drop_introduction(kept)
        if not is_quoted:
            kept.append(line.removeprefix(">") if _ESCAPED.match(line) else line)
        was_quoted = is_quoted or (was_quoted and not line.strip())
    return kept


def _drop_introduction(lines: list[str]) -> None:
    """Drop `On 4 March 2024, Ida wrote:` at the end of some lines, also if it takes two of them."""
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines or not lines[-1].rstrip().endswith((":", "：")):
        return
    is_wrapped = len(lines) > 1 and bool(_BEGINS.search(lines[-2]))
    is_wrapped = is_wrapped and not _SENTENCE_END.search(lines[-2])
    if is_wrapped or _BEGINS.search(lines[-1]):
        del lines[-2 if is_wrapped else -1 :]


def _start_of_earlier(lines: list[str]) -> int:
    """Where an earlier message begins with its headers; the number of lines if there is none."""
    for start, line in enumerate(lines):
        header = _HEADER.match(line)
        if not header or not _SENDER.fullmatch(header["name"].strip()):
            continue
        below = [each for each in lines[start : start + 2 * _LEAST_HEADERS + 2] if each.strip()]
        if sum(bool(_HEADER.match(each)) for each in below[:_LEAST_HEADERS]) < _LEAST_HEADERS:
            continue
        while start and (not lines[start - 1].strip() or _SEPARATOR.fullmatch(lines[start - 1])):
            start -= 1
        if any(map(_WORD.search, lines[:start])):
            return start
    return len(lines)


def remove_quotations(tree: "HtmlElement") -> None:
    """Remove what a message in HTML marks as quoted, unless nothing would be left."""
    rest = deepcopy(tree)
    for copy in (rest, tree):
        for element in copy.xpath(_MARKED_AS_QUOTED):
            if element.getparent() is not None:
                element.drop_tree()
        if not _WORD.search(rest.text_content()):
            return
