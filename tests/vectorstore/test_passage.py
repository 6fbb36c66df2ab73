"""To which sentence of a passage a token belongs."""

from vectorstore import Passage, Span


def test_a_token_belongs_to_the_sentence_in_which_it_ends():
    passage = Passage("a", 10, 33, " \n Rain fell. No more. ", (Span(13, 23), Span(24, 32)))
    rain, fell, stop, no, more, end = (0, 4), (4, 9), (9, 10), (10, 13), (13, 18), (18, 19)
    numbers = passage.sentence_numbers([rain, fell, stop, no, more, end])
    assert numbers == [0, 0, 0, 1, 1, 1]
