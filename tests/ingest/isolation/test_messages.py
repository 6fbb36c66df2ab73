"""What a parser process finds arrives as it was found."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import PassedOver, SourceFailure
from ingest.extract import Extract, PageRead, PageRecognised
from ingest.extraction import Extracted, Found
from ingest.isolation.messages import found_in, from_line, reply_of, to_line

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)
EXTRACTS = st.builds(
    Extract,
    text=ANY_TEXT,
    title=st.none() | ANY_TEXT,
    page_starts=st.lists(st.integers(0, 2**40), max_size=3).map(tuple),
    page_labels=st.lists(ANY_TEXT, max_size=3).map(tuple),
    page_certainties=st.lists(st.floats(0, 1), max_size=3).map(tuple),
    is_headed=st.booleans(),
)
FOUND = st.builds(Extracted, EXTRACTS, ANY_TEXT, ANY_TEXT, st.integers(0, 2**40))


PARTS = st.builds(SourceFailure, ANY_TEXT, ANY_TEXT) | st.builds(PassedOver, ANY_TEXT, ANY_TEXT)
NUMBERS = st.integers(1, 2**40)
PAGES = st.builds(PageRecognised, NUMBERS, NUMBERS) | st.builds(PageRead, NUMBERS, NUMBERS)


@given(FOUND | PARTS | PAGES)
def test_each_character_arrives(found: Found):
    line = to_line(reply_of(found))
    assert line.index(b"\n") == len(line) - 1
    arrived = found_in(from_line(line))
    assert (type(arrived), arrived) == (type(found), found)


def test_halves_of_a_pair_stay_two_characters():
    found = Extracted(Extract("\ud83d\ude00"), "a", "a")
    assert found_in(from_line(to_line(reply_of(found)))) == found
