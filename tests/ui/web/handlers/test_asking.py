"""Tests of asking.py: what stopping, asking again, editing and judging leave of a conversation.

The events come from a script, as these tests need an exact order of them; see test_chat_page.py
for the real assistant.
"""

import json
import threading
from dataclasses import replace
from types import SimpleNamespace

import pytest

from assistant import Assistant, Settings
from assistant.answer import AnswerEvent, FinalEvent, PassagesEvent, TokenEvent
from tests.ui.answers import answer, citation, cited_passage
from tests.ui.web.state.test_exchange import Scripted
from ui.api.admission import Admission
from ui.api.queue import Queue
from ui.api.rate_limit import RateLimit
from ui.web.handlers.asking import Asking
from ui.web.handlers.request import reader_of
from ui.web.i18n.en import ENGLISH
from ui.web.i18n.fr import FRENCH
from ui.web.state.exchange import Exchange
from ui.web.state.history import Transcript
from ui.web.state.scope import Scope
from ui.web.state.view import View
from ui.web.warm_up import WarmUp
from vectorstore import Article, Embedder, Store
from vectorstore.errors import CiteraError
from vectorstore.filters import Filters

ARTICLE = Article(text="The proof is here.", title="News", source="n.txt")
PASSAGE = cited_passage(ARTICLE, ARTICLE.text)
ANSWER = answer([PASSAGE], ("So.", (citation(1, PASSAGE, "proof"),)))
EVENTS = (PassagesEvent(passages=(PASSAGE,)), TokenEvent(text="So."), FinalEvent(answer=ANSWER))
DONE = Exchange("Why?", "done", (PASSAGE,), "So.", ANSWER)


class Loading(Scripted):
    """A scripted assistant whose models load until they are told to be ready."""

    def __init__(self, *events):
        super().__init__(*events)
        self.ready = threading.Event()

    def search(self, query):
        self.ready.wait(10)

    def warm_up(self):
        self.ready.wait(10)


class Lazy(Loading):
    """One that finds passages once it can search, and goes on once its chat model is loaded."""

    def __init__(self, *events):
        super().__init__(*events)
        self.can_search = threading.Event()

    def search(self, query):
        self.can_search.wait(10)

    def stream(self, question, history=(), filters=None):
        self.can_search.wait(10)
        for number, each in enumerate(super().stream(question, history, filters)):
            if number == 1:
                self.ready.wait(10)
            yield each


class Unready(Assistant):
    """The real assistant, whose warm-up does not end."""

    def warm_up(self, question=""):
        threading.Event().wait(30)


def request(name: str | None = None) -> SimpleNamespace:
    client = SimpleNamespace(host="192.0.2.1")
    return SimpleNamespace(headers={"accept-language": "en"}, username=name, client=client)


def event(**data) -> SimpleNamespace:
    return SimpleNamespace(_data=data)


@pytest.fixture
def make(tmp_path):
    def build(assistant: Loading, ready: bool = True, per_minute: int = 10) -> Asking:
        if ready:
            assistant.ready.set()
        warm_up = WarmUp(assistant)
        if ready:
            warm_up.wait()
        store = Store.open(tmp_path / "store", Embedder("e5-small", tmp_path))
        admission = Admission(RateLimit(per_minute), Queue(at_once=1, waiting=1))
        feedback = tmp_path / "feedback.jsonl"
        return Asking(
            {"extractive": assistant},
            View(store),
            warm_up,
            admission,
            feedback,
            tmp_path / "links",
        )

    return build


def stages(updates) -> list[str]:
    return [conversation.exchanges[-1].stage for *_, conversation in updates]


def test_a_question_is_emptied_from_the_box_once_and_answered(make):
    updates = list(make(Loading(*EVENTS)).ask("  Why?\n", Transcript(), Scope(), request()))
    assert stages(updates) == ["searching", "reading", "checking", "done"]
    assert updates[0][0] == ""
    assert all(box != "" for box, *_ in updates[1:])
    (exchange,) = updates[-1][-1].exchanges
    assert (exchange.question, exchange.answer) == ("Why?", ANSWER)


def test_a_blank_question_asks_nothing(make):
    assistant = Loading(*EVENTS)
    list(make(assistant).ask(" \n ", Transcript(), Scope(), request()))
    assert assistant.history is None


def test_a_question_is_left_in_the_box_while_another_is_being_answered(make):
    assistant = Loading(*EVENTS)
    busy = Transcript().grown(Exchange("Why?", "reading"))
    ((box, *_),) = make(assistant).ask("And?", busy, Scope(), request())
    assert box != ""
    assert assistant.history is None


def test_passages_are_shown_before_the_chat_model_is_loaded(make):
    assistant = Lazy(*EVENTS)
    updates = make(assistant, ready=False).ask("Why?", Transcript(), Scope(), request())
    _, thread, _, conversation = next(updates)
    assert conversation.exchanges[0].stage == "preparing"
    assert ENGLISH.preparing in thread
    assistant.can_search.set()
    _, thread, _, conversation = next(u for u in updates if u[-1].exchanges[0].passages)
    assert not assistant.ready.is_set()
    assert conversation.exchanges[0].stage == "loading"
    assert ENGLISH.loading in thread
    assert PASSAGE.text in thread
    assistant.ready.set()
    assert stages(updates)[-2:] == ["checking", "done"]


def test_an_answer_that_needs_no_chat_model_does_not_wait_for_the_warm_up(make, small_store):
    assistant = Unready(Settings(model="extractive"), small_store)
    warm_up = WarmUp(assistant)
    asking = replace(make(Loading()), assistants={"extractive": assistant}, warm_up=warm_up)
    updates = list(asking.ask("Who is Salma Ben Youssef?", Transcript(), Scope(), request()))
    assert stages(updates)[-1] == "done"
    assert "Salma Ben Youssef" in updates[-1][-1].exchanges[0].answer.text
    assert warm_up.running


def test_stopping_keeps_the_draft_and_says_that_it_was_not_checked(make):
    asking = make(Loading(*EVENTS))
    running = Transcript().grown(DONE, Exchange("And?", "checking", (PASSAGE,), "It is"))
    thread, stopped = asking.stop(running, request())
    assert [e.stage for e in stopped.exchanges] == ["done", "stopped"]
    assert stopped.exchanges[1].draft == "It is"
    assert "It is" in thread
    assert "not checked" in thread


def test_stopping_the_translations_keeps_the_answer_as_it_is(make):
    asking = make(Loading())
    running = Transcript().grown(replace(DONE, stage="phrasing"))
    assert asking.stop(running, request())[1].exchanges == (DONE,)


def test_the_source_is_opened_with_the_answer_and_not_again(make):
    events = (PassagesEvent(passages=(PASSAGE,)), AnswerEvent(answer=ANSWER), EVENTS[-1])
    updates = list(make(Loading(*events)).ask("Why?", Transcript(), Scope(), request()))
    opened = [
        (conversation.exchanges[-1].stage, isinstance(source, str))
        for _, _, source, conversation in updates
    ]
    assert opened == [
        ("searching", False),
        ("reading", False),
        ("phrasing", True),
        ("done", False),
    ]


def test_stopping_a_finished_answer_changes_nothing(make):
    talk = Transcript().grown(DONE)
    assert make(Loading()).stop(talk, request())[1] == talk


def test_asking_again_replaces_the_turn_and_what_followed(make):
    assistant = Loading(*EVENTS)
    talk = Transcript().grown(DONE, Exchange("And?", "done", answer=ANSWER), DONE)
    updates = list(make(assistant).retry(talk, Scope(), event(turn="1"), request()))
    assert [e.question for e in updates[-1][-1].exchanges] == ["Why?", "And?"]
    assert len(assistant.history) == 1


def test_editing_gives_the_question_back(make):
    assert make(Loading()).edit(Transcript().grown(DONE), event(turn="0")) == "Why?"


def test_a_judgement_is_kept_and_shown_as_given(make, tmp_path):
    asking = make(Loading())
    _, talk = asking.judge(Transcript().grown(DONE), event(turn="0", name="bad"), request())
    assert talk.exchanges[0].liked is False
    _, talk = asking.judge(talk, event(turn="0", comment="  Too short "), request())
    lines = [json.loads(line) for line in (tmp_path / "feedback.jsonl").read_text().splitlines()]
    assert [(line["liked"], line["comment"]) for line in lines] == [
        (False, None),
        (False, "Too short"),
    ]


def test_a_question_is_asked_of_the_articles_that_were_chosen_and_says_so(make):
    assistant = Loading(*EVENTS)
    asking = make(assistant)
    scope = asking.choose(event(language="fr", since="2020-01-01", model="unknown"))
    updates = list(asking.ask("Why?", Transcript(), scope, request()))
    assert assistant.filters == Filters(since="2020-01-01", languages=("fr",))
    assert "Only French · From 2020-01-01" in updates[-1][1]
    assert scope.model == ""


def test_the_model_that_was_chosen_answers(make):
    usual, other = Loading(*EVENTS), Loading(*EVENTS)
    asking = replace(make(usual), assistants={"local": usual, "extractive": other})
    scope = asking.choose(event(model="extractive"))
    list(asking.ask("Why?", Transcript(), scope, request()))
    assert (usual.history, other.history) == (None, [])


def test_who_asks_too_often_is_told_and_the_model_is_left_alone(make):
    assistant = Loading(*EVENTS)
    asking = make(assistant, per_minute=1)
    list(asking.ask("Why?", Transcript(), Scope(), request()))
    assistant.history = None
    updates = list(asking.ask("And?", Transcript(), Scope(), request()))
    assert stages(updates) == ["failed"]
    assert assistant.history is None
    assert stages(asking.ask("And?", Transcript(), Scope(), request("ana")))[-1] == "done"


def test_a_question_waits_its_turn_says_so_and_one_too_many_is_refused(make):
    asking = make(Loading(*EVENTS))
    first, second, third = (
        asking.ask("Why?", Transcript(), Scope(), request(name)) for name in "abc"
    )
    next(first)
    *_, waiting = next(second)
    assert (waiting.exchanges[0].stage, waiting.exchanges[0].ahead) == ("waiting", 1)
    ((_, thread, _, _),) = third
    assert "waiting: 1" in thread
    first.close()  # as Gradio does when a reader stops or leaves
    assert stages(second)[-1] == "done"


@pytest.mark.parametrize("words", [ENGLISH, FRENCH])
def test_an_error_of_the_assistant_is_told_as_one_of_citera(make, words, caplog):
    asking = make(Loading(EVENTS[0], RuntimeError("secret")))
    reader = request()
    reader.headers["accept-language"] = words.code
    *_, (_, thread, _, conversation) = asking.ask("Why?", Transcript(), Scope(), reader)
    assert words.internal_error.replace("'", "&#39;") in thread
    assert conversation.exchanges[-1].passages == (PASSAGE,)
    assert "RuntimeError: secret" in caplog.text
    assert not conversation.exchanges[-1].running


@pytest.mark.parametrize(
    ("error", "told"),
    [(RuntimeError("secret"), ENGLISH.internal_error), (CiteraError("Gone."), "Gone.")],
)
def test_an_error_while_an_answer_is_shown_does_not_leave_it_running(
    make, monkeypatch, error, told, caplog
):
    asking = make(Loading(*EVENTS))

    def fail(*_):
        raise error

    monkeypatch.setattr(View, "first_source", fail)
    *_, (_, thread, _, conversation) = asking.ask("Why?", Transcript(), Scope(), request())
    assert told in thread
    assert ("secret" in caplog.text) == isinstance(error, RuntimeError)
    monkeypatch.undo()
    again = asking.ask("And?", conversation, Scope(), request())
    assert stages(again)[-1] == "done"


def test_a_warm_up_that_fails_is_logged_and_questions_are_asked_all_the_same(make, caplog):
    assistant = Loading(*EVENTS)
    assistant.warm_up = lambda: {}["secret"]
    updates = make(assistant).ask("Why?", Transcript(), Scope(), request())
    assert stages(updates)[-1] == "done"
    assert "KeyError: 'secret'" in caplog.text


def test_readers_are_told_apart_by_login_before_address():
    assert reader_of(request("ana")) == "ana"
    assert reader_of(request()) == "192.0.2.1"
