"""What is made of single sentences, by the real local model where it is not told what to say."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from langchain_core.messages import AIMessageChunk

from assistant.evidence import Evidence
from assistant.llm.load import LocalModel, load_local
from assistant.readers.sentence.reading import (
    HOPELESS,
    entailment_probability,
    read_sentence,
    sufficiency,
)
from assistant.settings import Settings
from assistant.stages import Query, Reading
from vectorstore import Article, Passage, ScoredPassage, Span

SENTENCE = "The bridge at Orvane was closed on 4 May because its cables had rusted, said Ines Rao."


@pytest.fixture(scope="module")
def model():
    return load_local(Settings(model="local"))


@pytest.mark.model
def test_an_answer_comes_piece_by_piece_and_then_whole(model):
    *pieces, reading = read_sentence(model, item(SENTENCE), asking("Why was the bridge closed?"))
    assert "rusted" in reading.text
    assert reading.p_null < 0.3
    assert 0.5 < reading.p_answer <= 1
    assert "".join(pieces).strip() == reading.text


@pytest.mark.model
def test_nothing_is_written_from_a_sentence_that_does_not_answer(model):
    (reading,) = read_sentence(model, item(SENTENCE), asking("Who is the king of Spain?"))
    assert isinstance(reading, Reading)
    assert (reading.text, reading.p_null > HOPELESS) == ("", True)


@pytest.mark.model
def test_what_a_sentence_says_and_answers_is_told_from_what_it_does_not(model):
    asked = "Why was the bridge closed?"
    right, wrong = (f"It was closed because {it}." for it in ("its cables rusted", "a ship hit it"))
    assert entailment_probability(model, SENTENCE, asked, right) > 0.5
    assert entailment_probability(model, SENTENCE, asked, wrong) < 0.5
    assert sufficiency(model, SENTENCE, asked) > 0.5
    assert sufficiency(model, SENTENCE, "Who built the tower?") < 0.5


def item(text: str) -> Evidence:
    article = Article(text, "Bridges", "bridges.txt", language="en")
    span = Span(0, len(text))
    passage = Passage(article.id, 0, len(text), text, (span,))
    return Evidence(1, ScoredPassage(passage, article, 1.0, (1.0,)), span, 1.0)


def asking(question: str) -> Query:
    return Query(question, "en")


def saying(text: str) -> LocalModel:
    """A model that is sure to have an answer, and writes `text`."""
    token = {"token": "The", "logprob": -0.1, "top_logprobs": [{"token": "The", "logprob": -0.1}]}
    chunk = AIMessageChunk(text, response_metadata={"logprobs": {"content": [token]}})
    model = cast(Any, SimpleNamespace(stream=lambda _: iter([chunk])))
    return LocalModel("local", cast(Any, None), *[model] * 6)


@pytest.mark.parametrize(
    "text", ["The miners were not found until Friday.", "Not found guilty, he left."]
)
def test_an_answer_that_tells_of_what_was_not_found_is_one(text):
    *_, reading = read_sentence(saying(text), item(text), asking("What of them?"))
    assert (reading.text, reading.p_null) == (text, 0.0)
    assert reading.p_answer > 0.8


@pytest.mark.parametrize(
    "text", ["not found", " **Not found.**", "NOT_FOUND", "Not found in the text."]
)
def test_a_model_that_says_in_other_words_that_there_is_no_answer_is_believed(text):
    *_, reading = read_sentence(saying(text), item(SENTENCE), asking("What of them?"))
    assert (reading.text, reading.p_null) == ("", 1.0)
