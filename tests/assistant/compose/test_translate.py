"""Translations of quotations: by the real model, and replies that are none."""

import re
from typing import Any, cast

import pytest
from langchain_core.messages import AIMessage
from langchain_core.runnables import RunnableLambda

from assistant import Assistant
from assistant.answer import Answer
from assistant.compose.translate import ModelTranslator, translate_quotations, untranslated
from assistant.llm.load import LocalModel, load_local
from assistant.llm.usage import ModelUse
from assistant.settings import Settings

SENTENCE = "La maire, Ines Rao, a annoncé que les 40 écoles de la ville seraient fermées lundi."


def replying(text, finish_reason="stop"):
    message = AIMessage(text, response_metadata={"finish_reason": finish_reason})
    role = RunnableLambda(lambda prompt: message)
    return LocalModel("local", cast(Any, None), *[cast(Any, role)] * 4)


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


class Saying:
    """A translator that has one translation for everything."""

    def __init__(self, said: str | None) -> None:
        self.said = said

    def translate(self, sentence: str, language: str) -> str | None:
        return self.said


@pytest.fixture
def answer(small_store) -> Answer:
    """A sentence in English, the French quotation that it is drawn from, and another one."""
    made = Assistant(Settings(model="extractive"), small_store).ask("Who is Haftar's spokesman?")
    quoted = made.sentences[0]
    cited = quoted.citations[0]
    elsewhere = cited.model_copy(update={"start": cited.start + 1})
    sentences = (
        quoted.model_copy(update={"text": "It is Ahmad al-Mesmari.", "quoted": False}),
        quoted,
        quoted.model_copy(update={"citations": (elsewhere,)}),
    )
    return made.model_copy(update={"sentences": sentences, "notice": None})


def test_quotations_are_translated_but_for_what_is_said_already(answer):
    whole = translate_quotations(Saying("Thus."), answer)
    assert [sentence.translation for sentence in whole.sentences] == [None, None, "Thus."]
    assert whole.text.endswith("] (Thus.)")
    assert whole.notice == "In brackets: the model's translation, to help reading."
    assert untranslated(whole) == []


def test_what_is_known_of_an_answer_is_said_besides(answer):
    noted = answer.model_copy(update={"notice": "Mind this."})
    once = translate_quotations(Saying("Thus."), noted, most=1)
    assert once.notice.startswith("Mind this. In brackets")
    quoted = once.model_copy(update={"sentences": noted.sentences})
    assert translate_quotations(Saying("Thus."), quoted).notice == once.notice


def test_only_the_first_are_translated_where_no_more_are_asked_for(answer):
    quoted = answer.model_copy(update={"sentences": answer.sentences[1:]})
    whole = translate_quotations(Saying("Thus."), quoted, most=1)
    assert [sentence.translation for sentence in whole.sentences] == ["Thus.", None]


def test_an_answer_stays_as_it_is_where_nothing_can_be_translated(answer):
    assert translate_quotations(Saying(None), answer) is answer
    french = answer.model_copy(update={"language": "fr"})
    assert translate_quotations(Saying("Ainsi."), french) is french


def test_without_a_model_an_assistant_translates_nothing(answer, small_store):
    assistant = Assistant(Settings(model="extractive"), small_store)
    assert not assistant.translatable(answer)
    assert assistant.translate(answer) is answer


@pytest.mark.model
def test_an_assistant_translates_what_an_answer_quotes(answer, small_store):
    assistant = Assistant(Settings(model="local"), small_store)
    assert assistant.translatable(answer)
    translation = assistant.translate(answer).sentences[-1].translation
    assert {"Haftar", "spokesman"} & set(re.findall(r"\w+", translation))
