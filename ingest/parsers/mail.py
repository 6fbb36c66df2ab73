"""Puts messages together, whichever program has saved them: words, headers, attached files."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import parseaddr
from mimetypes import guess_extension
from pathlib import PurePath

import regex

from ingest.errors import UnreadableSource
from ingest.extract import Attachment, Extract
from ingest.parsers.html_text import text_of_tree, tree_of
from ingest.parsers.mail_quotes import is_passed_on, own_words, remove_quotations

_PREFIX = regex.compile(
    r"\s*(?:(?P<on>fwd?|wg|wtr|tr|rv|vb|vl|enc|i|pd|ilt|továbbítás|转发|轉寄|転送)"
    r"|re|aw|antw?|sv|vs|ref|r|rif|res|odp|ynt|vá|atb|回复|答复|回覆|返信)(?:\[\d+\])?\s?[:：]\s*",
    regex.IGNORECASE,
)
_WORD = regex.compile(r"[\p{L}\p{N}]+")


@dataclass(frozen=True, slots=True)
class Mail:
    """A message: what its headers state, its body in one or both forms, and attached files."""

    subject: str
    author: str
    date: str | None
    text: str = ""
    html: str = ""
    attached: Sequence[tuple[str, str, Callable[[], bytes]]] = ()
    """Of each file its name, which may be empty, its media type and what gives its content."""


def parts_of_mail(mail: Mail) -> Iterator[Extract | Attachment]:
    """The article of a message, if it has any words or nothing attached, and what is attached.

    Its date and author are those of its headers; its title is the subject without `Re:`.
    """
    title, passes_on = _title(mail.subject)
    text = _body(mail, passes_on)
    if text or not mail.attached:
        yield Extract(text, title or None, mail.date, author=mail.author or None, is_headed=False)
    seen: Counter[str] = Counter()
    for name, media_type, read in mail.attached:
        yield Attachment(_unique(_file_name(name, media_type), seen), read)


def decoded_header(written: str) -> str:
    """A header in one line, whose letters beyond ASCII may be written in ASCII (RFC 2047)."""
    try:
        return " ".join(str(make_header(decode_header(written))).split())
    except (HeaderParseError, LookupError, ValueError):
        return " ".join(written.split())


def sender_name(written: str) -> str:
    """The name in a header such as `Ida Molander <ida@example.org>`, or else the address."""
    name, address = parseaddr(written)
    # What has no address may be a name of several words, of which `parseaddr` gives the first.
    return decoded_header(name) or (address if "@" in address else decoded_header(written))


def _title(subject: str) -> tuple[str, bool]:
    """A subject without prefixes such as `Re:`, and whether these say that it is passed on."""
    passes_on = False
    start = 0
    while prefix := _PREFIX.match(subject, start):
        passes_on = passes_on or prefix["on"] is not None
        start = prefix.end()
    return subject[start:].strip(), passes_on


def _body(mail: Mail, passes_on: bool) -> str:
    """What a message says; that of its HTML, where the plain text is a stub beside it."""
    plain = own_words(mail.text, passes_on or is_passed_on(mail.text))
    html = _text_of_html(mail.html, passes_on) if mail.html.strip() else ""
    is_stub = 2 * len(_WORD.findall(plain)) < len(_WORD.findall(html))
    return html if is_stub else plain


def _text_of_html(html: str, passes_on: bool) -> str:
    try:
        tree = tree_of(html)
    except UnreadableSource:
        return ""
    passes_on = passes_on or is_passed_on(text_of_tree(tree))
    if not passes_on:
        remove_quotations(tree)
    return own_words(text_of_tree(tree), passes_on)


def _file_name(name: str, media_type: str) -> str:
    """The name of an attached file, with the ending of its media type where it has none."""
    name = regex.sub(r"[/\\\p{Cc}]+", "_", name).strip() or "attachment"
    return name if PurePath(name).suffix else name + (guess_extension(media_type) or "")


def _unique(name: str, seen: Counter[str]) -> str:
    """`name`, with its number where another file of the message has it."""
    seen[name] += 1
    path = PurePath(name)
    return name if seen[name] == 1 else f"{path.stem} ({seen[name]}){path.suffix}"
