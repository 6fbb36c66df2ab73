from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.readers.span.encoding import passage_tokens, question_ids
from assistant.readers.span.model import CONTRADICTION
from assistant.readers.span.train.examples import encode, encode_claim
from tests.assistant.readers.span.train.rows import CONTEXT

LONG = " ".join(f"Sentence {n} says nothing at all." for n in range(60))


@pytest.fixture(scope="module")
def tokenizer(embedder):
    return embedder.encoder()[1]


def words(tokenizer, example):
    return tokenizer.decode(example.ids[example.start : example.end + 1].tolist())


@given(seed=st.integers(0, 9999), at=st.integers(0, 59))
def test_the_answer_is_in_the_window_whatever_is_drawn(tokenizer, seed, at):
    text = LONG.replace(f"Sentence {at} says", "Ida Molander says")
    answer = {"text": "Ida Molander", "start": text.index("Ida Molander")}
    question = question_ids(tokenizer, "Who says nothing?")
    example = encode(question, passage_tokens(tokenizer, text), answer, Random(seed))
    assert words(tokenizer, example) == "Ida Molander"
    assert len(example.ids) <= 224
    assert example.first <= example.start


def test_without_an_answer_there_is_no_span(tokenizer):
    question = question_ids(tokenizer, "Who lost?")
    example = encode(question, passage_tokens(tokenizer, CONTEXT), None, Random(0))
    assert (example.start, example.end, example.label) == (0, 0, -1)


def test_an_answer_longer_than_the_window_is_left_out(tokenizer):
    answer = {"text": LONG, "start": 0}
    question = question_ids(tokenizer, "What is said?")
    assert encode(question, passage_tokens(tokenizer, LONG), answer, Random(0)) is None


def test_a_claim_has_its_label_and_no_span(tokenizer):
    example = encode_claim(tokenizer, "Rolf won.", CONTEXT, CONTRADICTION)
    assert (example.start, example.end, example.label) == (0, 0, CONTRADICTION)
