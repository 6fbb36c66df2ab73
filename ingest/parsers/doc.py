"""Parses Word documents of 1997 to 2003 (DOC): doc2docx converts them to the newer format."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.parsers.docx import parse_docx
from ingest.parsers.limits import MAX_DOCUMENT_BYTES, read_limited

_ADVICE = "open it in Word or LibreOffice and save it as DOCX"


def parse_doc(stream: BinaryIO) -> Iterator[Extract]:
    """The article in an older Word document, with what `parse_docx` reads of a newer one.

    Raises:
        UnreadableSource: if it is damaged, locked by a password or older than Word 97.
    """
    from doc2docx import convert
    from doc2docx.errors import EncryptedDocumentError

    data = read_limited(stream, MAX_DOCUMENT_BYTES)
    with TemporaryDirectory() as folder:
        old, new = Path(folder, "old.doc"), Path(folder, "new.docx")
        old.write_bytes(data)
        try:
            convert(old, new)
        except EncryptedDocumentError as error:
            raise UnreadableSource("it is locked by a password; save it without one") from error
        except Exception as error:  # of many kinds, for what is damaged
            raise UnreadableSource(
                f"the old Word document cannot be read ({error}); {_ADVICE}"
            ) from error
        with new.open("rb") as converted:
            yield from parse_docx(converted)
