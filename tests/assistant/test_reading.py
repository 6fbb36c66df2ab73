"""What the real local model makes of single sentences."""

import pytest

from assistant.chat_model import load_chat
from assistant.reading import HOPELESS, Reading, is_borne_out, read_sentence, suffices
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
