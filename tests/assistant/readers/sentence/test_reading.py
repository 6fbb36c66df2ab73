"""What is made of single sentences, by the real local model where it is not told what to say."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from langchain_core.messages import AIMessageChunk

from assistant.llm.load import LocalChat, load_chat
from assistant.readers.sentence.reading import (
    HOPELESS,
    Reading,
    is_borne_out,
    read_sentence,
    suffices,
)
from assistant.settings import Settings

SENTENCE = "The bridge at Orvane was closed on 4 May because its cables had rusted, said Ines Rao."


@pytest.fixture(scope="module")
def chat():
    return load_chat(Settings(model="local"))


@pytest.mark.model
def test_an_answer_comes_piece_by_piece_and_then_whole(chat):
    *pieces, reading = read_sentence(chat, SENTENCE, "Why was the bridge closed?", "en")
    assert "rusted" in reading.text
    assert reading.abstention < 0.3
    assert 0.5 < reading.certainty <= 1
    assert "".join(pieces).strip() == reading.text


@pytest.mark.model
def test_nothing_is_written_from_a_sentence_that_does_not_answer(chat):
    (reading,) = read_sentence(chat, SENTENCE, "Who is the king of Spain?", "en")
    assert isinstance(reading, Reading)
    assert (reading.text, reading.abstention > HOPELESS) == ("", True)


@pytest.mark.model
def test_what_a_sentence_says_and_answers_is_told_from_what_it_does_not(chat):
    asked = "Why was the bridge closed?"
    assert is_borne_out(chat, SENTENCE, asked, "It was closed because its cables had rusted.") > 0.5
    assert is_borne_out(chat, SENTENCE, asked, "It was closed because a ship had hit it.") < 0.5
    assert suffices(chat, SENTENCE, asked) > 0.5 > suffices(chat, SENTENCE, "Who built the tower?")


def saying(text: str) -> LocalChat:
    """A chat whose model is sure to have an answer, and writes `text`."""
    token = {"token": "The", "logprob": -0.1, "top_logprobs": [{"token": "The", "logprob": -0.1}]}
    chunk = AIMessageChunk(text, response_metadata={"logprobs": {"content": [token]}})
    model = cast(Any, SimpleNamespace(stream=lambda _: iter([chunk])))
    return LocalChat("local", cast(Any, None), *[model] * 6)


@pytest.mark.parametrize(
    "text", ["The miners were not found until Friday.", "Not found guilty, he left."]
)
def test_an_answer_that_tells_of_what_was_not_found_is_one(text):
    *_, reading = read_sentence(saying(text), text, "What of them?", "en")
    assert reading == Reading(text, 0.0, reading.certainty)


@pytest.mark.parametrize(
    "text", ["not found", " **Not found.**", "NOT_FOUND", "Not found in the text."]
)
def test_a_model_that_says_in_other_words_that_there_is_no_answer_is_believed(text):
    *_, reading = read_sentence(saying(text), SENTENCE, "What of them?", "en")
    assert reading == Reading("", 1.0)
