"""Parses messages (EML) and web pages that a browser has saved whole (MHT), which are such too."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32
from email.utils import parsedate_to_datetime
from functools import partial
from io import BytesIO
from typing import BinaryIO, cast

import regex

from ingest.errors import UnreadableSource
from ingest.extract import Attachment, Extract
from ingest.parsers.encoding import decode, decode_as
from ingest.parsers.html import parse_html
from ingest.parsers.limits import MAX_DOCUMENT_BYTES, read_limited
from ingest.parsers.mail import Mail, decoded_header, parts_of_mail, sender_name

_ENCRYPTED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"}
# Parts that are about the message and no documents.
_NO_DOCUMENTS = {
    *("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"),
    *("application/pgp-keys", "message/delivery-status", "text/rfc822-headers"),
}
_NO_CHARSETS = {"", "us-ascii", "unknown-8bit", "x-unknown"}
_LONGEST_HEADER = 10_000
_DECLARED = regex.compile(rb"<meta[^>]{0,200}charset", regex.IGNORECASE)


def parse_eml(stream: BinaryIO) -> Iterator[Extract | Attachment]:
    """The article of a message and the files attached to it; or that of a saved web page.

    Raises:
        UnreadableSource: if it is no message, or encrypted.
    """
    data = read_limited(stream, MAX_DOCUMENT_BYTES)
    message = message_from_bytes(data, policy=_ShortHeaders())
    if not message.keys():
        raise UnreadableSource("it is no message: it has no headers")
    if message.get_content_type() in _ENCRYPTED:
        raise UnreadableSource("the message is encrypted; save it decrypted")
    if page := _saved_page(message):
        yield from _read_page(message, page)
    else:
        yield from parts_of_mail(_mail(message))


class _ShortHeaders(Compat32):
    """Cuts headers that are longer than any is; reading one takes time with its size squared."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


def _mail(message: Message) -> Mail:
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    attached: list[tuple[str, str, Callable[[], bytes]]] = []
    for part in _leaves(message):
        kind = part.get_content_type()
        name = part.get_filename() or ""
        is_attached = part.get_content_disposition() == "attachment" or bool(name)
        if kind in texts and not is_attached:
            texts[kind].append(_text(part))
        elif kind == "message/rfc822":
            inner = cast(list[Message], part.get_payload())[0]
            name = name or f"{_header(inner, 'subject') or 'message'}.eml"
            attached.append((name, kind, inner.as_bytes))
        elif kind not in _NO_DOCUMENTS and not _is_shown_in_text(part):
            attached.append((name, kind, partial(_content, part)))
    author = sender_name(_raw_header(message, "from"))
    text, html = ("\n\n".join(texts[kind]) for kind in ("text/plain", "text/html"))
    return Mail(_header(message, "subject"), author, _date(message), text, html, attached)


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold no others, except those of attached messages."""
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in cast(list[Message], message.get_payload()):
            yield from _leaves(part)
    else:
        yield message


def _is_shown_in_text(part: Message) -> bool:
    """Whether a part is a picture within the text and no file that somebody attached."""
    is_inline = part.get_content_disposition() == "inline" or "content-id" in part
    return part.get_content_maintype() == "image" and is_inline


def _content(part: Message) -> bytes:
    return cast(bytes, part.get_payload(decode=True) or b"")


def _text(part: Message) -> str:
    """The text of a part, whose soft line ends are undone where it says that it has such."""
    data = _content(part)
    charset = (part.get_content_charset() or "").lower()
    text = decode(data) if charset in _NO_CHARSETS else decode_as(charset, data)
    text = text.replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        text = regex.sub(r"(?m)(?<!^--)(?<=\S) \n(?=[^>\n])", " ", text)
    return str(regex.sub(r"(?m)^-- $\n", "\n", text))


def _header(message: Message, name: str) -> str:
    """A header in one line; empty where it is missing."""
    return decoded_header(_raw_header(message, name))


def _raw_header(message: Message, name: str) -> str:
    """A header as it was sent; some have letters beyond ASCII, mostly in UTF-8."""
    written = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    return written.encode("ascii", "surrogateescape").decode("utf-8", "replace")


def _date(message: Message) -> str | None:
    """The day on which the message was sent, at its sender's place."""
    written = _header(message, "date")
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return written or None


def _saved_page(message: Message) -> Message | None:
    """The page in a message that a browser, and no person, has made."""
    pages = [part for part in _leaves(message) if part.get_content_type() == "text/html"]
    is_saved = "snapshot-content-location" in message or "to" not in message
    is_saved = is_saved and ("received" not in message and "message-id" not in message)
    return pages[0] if pages and is_saved and _address(message, pages[0]) is not None else None


def _address(message: Message, page: Message) -> str | None:
    """Where a page was saved from, as it is written there; None if that is nowhere stated."""
    stated = _header(message, "snapshot-content-location") or _header(page, "content-location")
    return stated or _header(message, "content-location") or None


def _read_page(message: Message, page: Message) -> Iterator[Extract]:
    """The article of a saved page; what it does not state itself is from when it was saved."""
    content = _content(page)
    charset = (page.get_content_charset() or "").lower()
    if charset not in _NO_CHARSETS and not _DECLARED.search(content[:4096]):
        content = decode_as(charset, content).encode("utf-8-sig")
    address = _address(message, page) or ""
    for found in parse_html(BytesIO(content)):
        yield replace(
            found,
            title=found.title or _header(message, "subject") or None,
            date=found.date or _date(message),
            url=found.url or (address if address.startswith(("http://", "https://")) else None),
        )
