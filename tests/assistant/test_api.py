"""The public API over a real store, with a stand-in for a hosted model that can be watched."""

import asyncio
import time

import pytest

from assistant import (
    Answer,
    Assistant,
    CiteraError,
    Filters,
    FinalEvent,
    PassagesEvent,
    SentenceEvent,
    Settings,
    TokenEvent,
)
from assistant.query.turns import Turn
from tests.assistant.provider import KEY, reply, stand_in

QUESTION = "Who is the spokesman that read the general's statement?"
RIGHT = "Ahmad al-Mesmari read it [1]."


@pytest.fixture
def ask_at(small_store):
    """Makes an assistant over the small store, whose model is at some address."""

    def make(provider, **options):
        values = {"retries": 0, "timeout": 5.0} | options
        settings = Settings(model="openai:any", base_url=provider.url, api_key=KEY, **values)
        return Assistant(settings, small_store)

    return make


@pytest.fixture
def extractive(small_store):
    return Assistant(Settings(model="extractive"), small_store)


def silent(exchange):
    exchange.wait_for_hang_up()


def silent_after_a_word(exchange):
    exchange.begin()
    exchange.write("Ahmad")
    exchange.wait_for_hang_up()


def down(exchange):
    exchange.fail(503, "overloaded")


async def cancel(asking, provider):
    """Cancel a question once the provider was asked; the seconds until that was done."""
    task = asyncio.ensure_future(asking)
    while not provider.requests:
        await asyncio.sleep(0.01)
    began = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    return time.monotonic() - began


def test_a_stream_is_passages_tokens_checked_sentences_and_the_answer(ask_at):
    with stand_in(reply(RIGHT)) as provider:
        events = list(ask_at(provider).stream(QUESTION))
    kinds = [type(event) for event in events]
    assert list(dict.fromkeys(kinds)) == [PassagesEvent, TokenEvent, SentenceEvent, FinalEvent]
    assert kinds == sorted(kinds, key=list(dict.fromkeys(kinds)).index)


def test_the_asynchronous_twins_give_the_same_events(extractive):
    async def gather():
        return [event async for event in extractive.astream(QUESTION)]

    asynchronous, plain = asyncio.run(gather()), list(extractive.stream(QUESTION))
    assert [type(event) for event in asynchronous] == [type(event) for event in plain]
    assert asynchronous[:-1] == plain[:-1]
    assert asynchronous[-1].answer.sentences == plain[-1].answer.sentences


def test_the_event_loop_goes_on_while_questions_are_answered(ask_at):
    def slowly(exchange):
        time.sleep(0.2)
        reply(RIGHT)(exchange)

    async def run(assistant):
        asking = asyncio.gather(assistant.aask(QUESTION), assistant.aask(QUESTION))
        beats = 0
        while not asking.done():
            await asyncio.sleep(0.01)
            beats += 1
        return await asking, beats

    with stand_in(slowly) as provider:
        answers, beats = asyncio.run(run(ask_at(provider)))
    assert [answer.notice for answer in answers] == [None, None]
    assert beats >= 5


@pytest.mark.parametrize("behave", [silent, silent_after_a_word])
def test_a_question_that_is_cancelled_hangs_up_on_the_provider_at_once(ask_at, behave, caplog):
    with stand_in(behave) as provider:
        seconds = asyncio.run(cancel(ask_at(provider, timeout=60).aask(QUESTION), provider))
        assert provider.hung_up.wait(2)
    assert seconds < 5
    assert caplog.text == ""  # the model did not fail, and no error was left lying


def test_after_a_question_was_cancelled_the_next_is_answered(ask_at):
    async def run(assistant):
        await cancel(assistant.aask(QUESTION), provider)
        return await assistant.aask(QUESTION)

    with stand_in(silent, reply(RIGHT)) as provider:
        assert asyncio.run(run(ask_at(provider))).notice is None


def test_an_asynchronous_stream_that_is_left_hangs_up_on_the_provider(ask_at):
    async def run(assistant):
        events = assistant.astream(QUESTION)
        async for event in events:
            if isinstance(event, TokenEvent):
                break
        await events.aclose()

    with stand_in(silent_after_a_word) as provider:
        asyncio.run(run(ask_at(provider, timeout=60)))
        assert provider.hung_up.wait(2)


def test_an_error_reaches_asynchronous_code_too(extractive):
    with pytest.raises(CiteraError, match="Type a question"):
        asyncio.run(extractive.aask(" "))


def test_of_many_questions_one_that_fails_is_quoted_and_the_others_are_answered(ask_at):
    questions = [f"{QUESTION}{'?' * number}" for number in range(3)]
    with stand_in(reply(RIGHT), down, reply(RIGHT)) as provider:
        answers = list(ask_at(provider).ask_many(questions))
    assert [answer.question for answer in answers] == questions
    assert [answer.model for answer in answers] == ["openai:any", "extractive", "openai:any"]
    assert [answer.notice is None for answer in answers] == [True, False, True]


def test_many_questions_are_answered_as_they_are_asked_for(ask_at):
    with stand_in(reply(RIGHT)) as provider:
        answers = ask_at(provider).ask_many([QUESTION] * 3)
        assert provider.requests == []
        next(answers)
        assert len(provider.requests) == 1


def test_an_empty_question_among_many_is_named_before_any_is_answered(extractive):
    with pytest.raises(CiteraError, match="Question 2 of 3"):
        extractive.ask_many([QUESTION, " ", QUESTION])


def test_progress_is_shown_on_stderr_alone(extractive, capsys, monkeypatch):
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    assert len(list(extractive.ask_many([QUESTION] * 2, progress=True))) == 2
    shown = capsys.readouterr()
    assert "Answering" in shown.err
    assert shown.out == ""
    list(extractive.ask_many([QUESTION]))
    assert capsys.readouterr().err == ""


def test_a_conversation_remembers_what_was_asked_of_it_and_no_other_does(extractive):
    first, second = extractive.conversation(), extractive.conversation()
    answer = first.ask(QUESTION)
    assert first.turns == [Turn(QUESTION, answer.text)]
    assert second.turns == []
    assert isinstance(asyncio.run(first.aask("And when?")), Answer)
    assert [turn.question for turn in first.turns] == [QUESTION, "And when?"]


def test_a_conversation_keeps_to_its_filters(extractive):
    conversation = extractive.conversation(Filters(since="2021"))
    titles = {passage.title for passage in conversation.ask(QUESTION).passages}
    assert titles
    assert all("Haftar" not in title for title in titles)


def test_a_question_that_was_cancelled_is_not_remembered(ask_at):
    with stand_in(silent) as provider:
        conversation = ask_at(provider).conversation()
        asyncio.run(cancel(conversation.aask(QUESTION), provider))
        events = conversation.stream(QUESTION)
        next(events)
        events.close()
    assert conversation.turns == []


def test_of_a_long_conversation_a_follow_up_is_read_with_its_end_only(ask_at):
    turns = [Turn(f"Question number {n} about {'much ' * 20}?", "Yes. [1]") for n in range(30)]
    with stand_in(reply(f"{QUESTION}"), reply(RIGHT)) as provider:
        conversation = ask_at(provider, history_tokens=100).conversation()
        conversation.turns += turns
        conversation.ask("And who read it?")
    shown = provider.requests[0]["messages"][-1]["content"]
    assert "number 29" in shown
    assert "number 25" not in shown
    assert len(shown.encode()) < 4 * 100 + 200
    assert len(conversation.turns) == 31
