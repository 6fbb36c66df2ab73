"""What a parser process finds arrives as it was found."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import SourceFailure
from ingest.extract import Extract
from ingest.extraction import Extracted
from ingest.isolation.messages import found_in, from_line, reply_of, to_line

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)
EXTRACTS = st.builds(
    Extract,
    text=ANY_TEXT,
    title=st.none() | ANY_TEXT,
    page_starts=st.lists(st.integers(0, 2**40), max_size=3).map(tuple),
    page_labels=st.lists(ANY_TEXT, max_size=3).map(tuple),
    is_headed=st.booleans(),
)
FOUND = st.builds(Extracted, EXTRACTS, ANY_TEXT, ANY_TEXT, st.integers(0, 2**40))


@given(FOUND | st.builds(SourceFailure, ANY_TEXT, ANY_TEXT))
def test_each_character_arrives(found: Extracted | SourceFailure):
    line = to_line(reply_of(found))
    assert line.index(b"\n") == len(line) - 1
    assert found_in(from_line(line)) == found


def test_halves_of_a_pair_stay_two_characters():
    found = Extracted(Extract("\ud83d\ude00"), "a", "a")
    assert found_in(from_line(to_line(reply_of(found)))) == found
