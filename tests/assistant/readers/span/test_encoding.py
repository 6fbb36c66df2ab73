import pytest

from assistant.readers.span.encoding import (
    END,
    START,
    claim_ids,
    join,
    passage_tokens,
    question_ids,
    room_for_passage,
)

PASSAGE = "Haftar  refused.\n因为他不想谈判。"


@pytest.fixture(scope="module")
def tokenizer(embedder):
    return embedder.encoder()[1]


def test_the_tokens_of_a_passage_are_found_in_it(tokenizer):
    tokens = passage_tokens(tokenizer, PASSAGE)
    words = "".join(PASSAGE[start:end] for start, end in tokens.offsets)
    assert "".join(words.split()) == "".join(PASSAGE.split())
    assert len(tokens.ids) == len(tokens.offsets)


def test_a_pair_is_the_question_between_its_marks_and_a_window_of_the_passage(tokenizer):
    question, tokens = question_ids(tokenizer, "Why?"), passage_tokens(tokenizer, PASSAGE)
    pair = join(question, tokens, 1, 3)
    assert pair.ids == [START, *question, END, END, *tokens.ids[1:4], END]
    assert pair.ids[pair.first : -1] == tokens.ids[1:4]
    assert pair.offsets == tokens.offsets[1:4]


def test_a_pair_is_as_long_as_it_may_be(tokenizer):
    question, tokens = question_ids(tokenizer, "Why?"), passage_tokens(tokenizer, "a " * 900)
    assert len(join(question, tokens, 0, room_for_passage(question, 512)).ids) == 512


def test_a_long_question_leaves_room_for_the_passage(tokenizer):
    assert room_for_passage(question_ids(tokenizer, "why " * 900), 512) > 400
    assert room_for_passage(claim_ids(tokenizer, "so " * 900), 512) > 400
