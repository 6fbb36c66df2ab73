"""Parses messages that Outlook has saved (MSG) with python-oxmsg."""

from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from ingest.errors import UnreadableSource
from ingest.extract import Attachment, Extract
from ingest.parsers.limits import MAX_DOCUMENT_BYTES, read_limited
from ingest.parsers.mail import Mail, parts_of_mail, sender_name

if TYPE_CHECKING:
    from oxmsg import Message
    from oxmsg.attachment import Attachment as Attached

_SENDER_NAME = 0x0C1A
_CONTENT_ID = 0x3712
"""Id of the property of a picture to which the HTML of a message refers."""


def parse_msg(stream: BinaryIO) -> Iterator[Extract | Attachment]:
    """The article of a message and the files attached to it.

    Raises:
        UnreadableSource: if it is damaged.
    """
    from oxmsg import Message

    data = read_limited(stream, MAX_DOCUMENT_BYTES)
    try:
        mail = _mail(Message.load(BytesIO(data)))
    except Exception as error:  # of many kinds, for what is damaged
        raise UnreadableSource(f"the message is damaged: {error}; save it as EML") from error
    yield from parts_of_mail(mail)


def _mail(message: "Message") -> Mail:
    headers = {name.lower(): value for name, value in message.message_headers.items()}
    attached = [_attached(each) for each in message.attachments if not _is_shown_in_text(each)]
    text = (message.body or "").replace("\r\n", "\n")
    sent = message.sent_date
    date = _date(headers.get("date")) or (None if sent is None else sent.date().isoformat())
    return Mail(message.subject, _author(message), date, text, _html(message), attached)


def _author(message: "Message") -> str:
    return (
        sender_name(message.sender or "") or message.properties.str_prop_value(_SENDER_NAME) or ""
    )


def _html(message: "Message") -> str:
    try:
        return message.html_body or ""
    except (LookupError, UnicodeDecodeError):  # it is not in the encoding that it states
        return ""


def _date(header: str | None) -> str | None:
    """The day on which the message was sent, at its sender's place."""
    try:
        return parsedate_to_datetime(header or "").date().isoformat()
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return None


def _is_shown_in_text(attached: "Attached") -> bool:
    """Whether a file is a picture within the text."""
    is_picture = (attached.mime_type or "").startswith("image/")
    return is_picture and bool(attached.properties.str_prop_value(_CONTENT_ID))


def _attached(attached: "Attached") -> tuple[str, str, Callable[[], bytes]]:
    def read() -> bytes:
        content = attached.file_bytes
        if content is None:
            raise UnreadableSource("it is within a message of Outlook; save it by itself")
        return content

    return attached.file_name or "", attached.mime_type or "", read
