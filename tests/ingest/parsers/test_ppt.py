"""Presentations of before 2007 are read slide by slide."""

from io import BytesIO

import pytest

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.parsers.ppt import parse_ppt
from tests.ingest.powerpoint_records import (
    BODY,
    LOCKED_TOKEN,
    OTHER,
    SLIDE_NUMBER,
    TITLE,
    Slide,
    presentation,
)


def read(file: bytes) -> Extract:
    (extract,) = parse_ppt(BytesIO(file))
    return extract


def test_each_slide_is_a_page_with_its_title_first_and_its_notes_last():
    slides = [
        Slide(
            [(BODY, "The works took\vtwo years.\rNobody was hurt."), (TITLE, "The dam of Ostra")],
            [("Photo: E. Rehn", ()), ("*", [SLIDE_NUMBER])],
            notes="Pause here.",
        ),
        Slide(),
        Slide(
            [(TITLE, "Плотина держит")], [("水库的水位下降了。", ()), ("Page *", [SLIDE_NUMBER])]
        ),
    ]
    extract = read(presentation(slides))
    pages = [
        [
            "The dam of Ostra",
            "The works took\ntwo years.",
            "Nobody was hurt.",
            "Photo: E. Rehn",
            "Pause here.",
        ],
        ["Плотина держит", "水库的水位下降了。", "Page *"],
    ]
    first, third = ("\n\n".join(page) + "\n\n" for page in pages)
    assert extract.text == first + third
    assert extract.page_starts == (0, len(first), len(first))


def test_of_a_slide_that_was_saved_again_the_last_state_is_read():
    first = [Slide([(TITLE, "The dam holds.")]), Slide([(TITLE, "It rains.")], notes="Old.")]
    last = [Slide([(TITLE, "The dam broke.")]), Slide([(TITLE, "It rains.")])]
    assert read(presentation(first, last)).text.split("\n\n")[:2] == ["The dam broke.", "It rains."]
    assert "Old" not in read(presentation(first, last)).text


def test_a_text_that_stands_in_the_outline_and_on_the_slide_is_read_once():
    slide = Slide([(TITLE, "The dam holds.")], [("The dam holds.", ()), ("It rains.", ())])
    assert read(presentation([slide])).text.split() == ["The", "dam", "holds.", "It", "rains."]


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (presentation([Slide([(OTHER, "Talk")])], token=LOCKED_TOKEN), "locked by a password"),
        (presentation([]), "has no slides; .* save it as PPTX"),
        (presentation([Slide()])[:1500], "save it as PPTX"),
        (b"The talks began.", "save it as PPTX"),
    ],
    ids=["locked", "empty", "cut", "text"],
)
def test_what_cannot_be_read_is_named_with_what_to_do(file: bytes, reason: str):
    with pytest.raises(UnreadableSource, match=reason):
        read(file)


def test_numbers_that_lie_end_in_a_text_or_a_reason():
    file = presentation([Slide([(TITLE, "The dam holds.")], [("It rains.", ())], "Pause.")])
    outcomes = set()
    for at in range(0x200, len(file), 13):
        damaged = file[:at] + b"\xff\xff\xff\x7f" + file[at + 4 :]
        try:
            outcomes.add(read(damaged).text)
        except UnreadableSource as error:
            outcomes.add(str(error))
    assert len(outcomes) > 3
