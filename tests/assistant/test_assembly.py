"""Which stages the settings give, and what is loaded when."""

from assistant import Assistant, FinalEvent, PassagesEvent, Settings
from assistant.assembly import Assembly
from assistant.readers.citing import CitingReader
from assistant.readers.span.reader import SpanReader


def test_the_setting_model_chooses_the_reader():
    readers = {
        "extractive": SpanReader,
        "local": SpanReader,
        "some/model.gguf": SpanReader,
        "openai:any": CitingReader,
    }
    for model, reader in readers.items():
        stages = Assembly(Settings(model=model)).stages()
        assert isinstance(stages.reader, reader)
        assert stages.model.name == model


def test_a_hosted_model_is_asked_all_parts_at_once_and_others_one_by_one():
    asked = "Who resigned, and when?"
    parts = {
        model: Assembly(Settings(model=model)).stages().decompose(asked)
        for model in ("openai:any", "local", "extractive")
    }
    assert parts["openai:any"] == [asked]
    assert parts["local"] == parts["extractive"] == ["Who resigned?", "when?"]


def test_where_the_local_model_is_not_installed_answers_quote_and_say_so(small_store, monkeypatch):
    monkeypatch.setattr("assistant.assembly.is_installed", lambda: False)
    monkeypatch.setattr("assistant.assembly.is_prepared", lambda _: False)
    assistant = Assistant(Settings(model="local"), small_store)
    answer = assistant.ask("Who is Haftar's spokesman?")
    assert assistant.lacks_model
    assert answer.model == "extractive"
    assert "make setup" in answer.notice
    assert answer.sentences[0].quoted


def test_graders_get_no_model_where_none_answers():
    assert Assembly(Settings(model="extractive")).yes_or_no() is None


def test_passages_come_and_greetings_are_answered_before_a_chat_model_is_loaded(
    small_store, monkeypatch
):
    loaded = []

    def load(*arguments):
        loaded.append(arguments)
        raise AssertionError("the engine was loaded")

    monkeypatch.setattr("assistant.llm.load.start_engine", load)
    assistant = Assistant(Settings(model="any.gguf"), small_store)
    (_, final) = assistant.stream("hello")
    assert isinstance(final, FinalEvent)
    assert (final.answer.status, final.answer.model) == ("greeting", "any.gguf")
    events = assistant.stream("Who is Haftar's spokesman?")
    assert isinstance(next(events), PassagesEvent)
    assert loaded == []
    events.close()
