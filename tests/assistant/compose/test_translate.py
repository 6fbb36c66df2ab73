"""Translations of quotations: by the real model, and replies that are none."""

import re
from typing import Any, cast

import pytest
from langchain_core.messages import AIMessage
from langchain_core.runnables import RunnableLambda

from assistant.compose.translate import ModelTranslator
from assistant.llm.load import LocalModel, load_local
from assistant.llm.usage import ModelUse
from assistant.settings import Settings

SENTENCE = "La maire, Ines Rao, a annoncé que les 40 écoles de la ville seraient fermées lundi."


def replying(text, finish_reason="stop"):
    message = AIMessage(text, response_metadata={"finish_reason": finish_reason})
    role = RunnableLambda(lambda prompt: message)
    return LocalModel("local", cast(Any, None), *[cast(Any, role)] * 5)


def translate(model: LocalModel, sentence: str, language: str) -> str | None:
    return ModelTranslator(ModelUse("local", lambda: model)).translate(sentence, language)


@pytest.mark.model
def test_a_sentence_is_translated_with_its_names_and_numbers():
    translation = translate(load_local(Settings(model="local")), SENTENCE, "en")
    assert {"mayor", "closed", "40", "Rao", "Monday"} <= set(re.findall(r"\w+", translation))


def test_what_the_model_gives_is_taken_on_one_line():
    said = " The mayor, Ines Rao, said that 40 schools\n in the town would close on Monday. "
    told = "The mayor, Ines Rao, said that 40 schools in the town would close on Monday."
    assert translate(replying(said), SENTENCE, "en") == told


@pytest.mark.parametrize(
    "reply",
    [
        "The mayor, Ines Rao, said that 50 schools of the town would close on Monday.",  # 50
        "The mayor, Ines Rao, said that the schools of the town would close on Monday.",  # no 40
        "The 40 schools will close.",  # most of it lost
        "The mayor said that 40 schools would close. " * 8,  # far too long
        SENTENCE,  # in its own language
        "",
    ],
)
def test_what_cannot_be_its_translation_is_none(reply):
    assert translate(replying(reply), SENTENCE, "en") is None


def test_a_translation_that_breaks_off_is_none():
    said = "The mayor, Ines Rao, said that the 40 schools of the town would close on"
    assert translate(replying(said, "length"), SENTENCE, "en") is None


def test_a_number_is_written_without_spaces():
    said = "The collection has more than 70, 000 works of art."
    told = "The collection has more than 70,000 works of art."
    source = "La colección incluye más de 70 000 obras de arte."
    assert translate(replying(said), source, "en") == told


def test_a_small_number_may_be_put_in_words():
    said = "The mayor said that the two schools would close."
    assert translate(replying(said), "La maire a dit que les 2 écoles fermeraient.", "en") == said
