"""What Word documents of before 2007 give, and what is said of those that cannot be read."""

from io import BytesIO

import pytest

from ingest.errors import UnreadableSource
from ingest.parsers.doc import parse_doc
from tests.ingest.compound import compound_file
from tests.ingest.compound_documents import word_document

LOCKED = 0x300


def test_paragraphs_are_read_in_any_script() -> None:
    (extract,) = parse_doc(BytesIO(word_document(["Le pont rouvre.", "Мир", "測試"])))
    assert extract.text == "Le pont rouvre.\n\nМир\n\n測試"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (word_document(["The bridge opens."], LOCKED), "locked by a password"),
        (word_document(["The bridge opens."])[:600], "save it as DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "save it as DOCX"),
        (compound_file({"WordDocument": b"x" * 5000}), "save it as DOCX"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_to_do(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSource, match=reason):
        list(parse_doc(BytesIO(content)))
