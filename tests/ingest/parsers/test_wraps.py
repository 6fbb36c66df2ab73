"""Words cut at the ends of the lines of a plain text."""

from ingest.parsers.wraps import with_whole_words

WRAPPED = (
    "At its meeting on Tuesday the board re-elected the well-\n"
    "known architect Jean-Pierre Dumarsais as head of the co-\n"
    "operative of the town. He has worked only part-time, and\n"
    "his plan would change how the whole development of Saint-\n"
    "Maurand is paid for. The vote was 31 to 9 in this devel-\n"
    "opment, she said."
)
WHOLE = (
    "At its meeting on Tuesday the board re-elected the well-known architect Jean-Pierre Dumarsais"
    " as head of the cooperative of the town. He has worked only part-time, and his plan would"
    " change how the whole development of Saint-Maurand is paid for. The vote was 31 to 9 in this"
    " development, she said."
)


def test_cut_words_of_wrapped_lines_are_whole():
    assert with_whole_words(WRAPPED) == WHOLE


def test_paragraphs_and_items_stay_apart():
    text = f"The vote\n\n{WRAPPED}\n\n- a first item\n- a second one"
    assert with_whole_words(text) == f"The vote\n\n{WHOLE}\n\n- a first item\n- a second one"


def test_a_text_without_cut_words_stays_as_it_is():
    text = WRAPPED.replace("-\n", "-known\n")
    assert with_whole_words(text) == text


def test_lines_that_are_not_wrapped_keep_their_hyphens():
    text = "Score:\nHome-\nAway-\n" + "The match was played in front of an empty hall. " * 2
    assert with_whole_words(text) == text
