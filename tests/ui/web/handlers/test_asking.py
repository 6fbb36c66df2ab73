"""Tests of asking.py: what stopping, asking again, editing and judging leave of a conversation.

The events come from a script, as these tests need an exact order of them; see test_chat_page.py
for the real assistant.
"""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import gradio as gr
import pytest

from assistant import Assistant, Settings
from assistant.answer import AnswerEvent, FinalEvent, PassagesEvent, TokenEvent
from tests.ui.answers import answer, citation, cited_passage
from tests.ui.web.state.test_exchange import Scripted
from ui.access.readable import ReadableArticles
from ui.api.admission import Admission
from ui.api.queue import Queue
from ui.api.rate_limit import RateLimit
from ui.persistence.local import local_records
from ui.web.handlers.asking import Asking
from ui.web.handlers.request import reader_of
from ui.web.i18n.en import ENGLISH
from ui.web.i18n.fr import FRENCH
from ui.web.state.exchange import Exchange
from ui.web.state.history import Transcript
from ui.web.state.page import PageState
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
        records = local_records(tmp_path / "links", tmp_path / "feedback.jsonl")
        return Asking(
            {"extractive": assistant},
            View(ReadableArticles(store)),
            warm_up,
            admission,
            records.feedback,
            records.links,
        )

    return build


def page_of(*exchanges: Exchange) -> PageState:
    return PageState(Transcript().grown(*exchanges) if exchanges else Transcript())


def ask(asking: Asking, page: PageState, question: str = "Why?", name: str | None = None):
    """The exchange at each update of the page, as a question is asked."""
    for _ in asking.ask(question, page, request(name)):
        yield page.conversation.exchanges[-1]


def stages(exchanges) -> list[str]:
    return [exchange.stage for exchange in exchanges]


def test_a_question_is_emptied_from_the_box_once_and_answered(make):
    page = page_of()
    boxes = [box for box, *_ in make(Loading(*EVENTS)).ask("  Why?\n", page, request())]
    assert boxes[0] == ""
    assert "" not in boxes[1:]
    (exchange,) = page.conversation.exchanges
    assert (exchange.question, exchange.stage, exchange.answer) == ("Why?", "done", ANSWER)


def test_the_stages_of_an_answer_are_shown(make):
    shown = stages(ask(make(Loading(*EVENTS)), page_of()))
    assert shown == ["searching", "reading", "checking", "done"]


def test_a_question_is_kept_before_it_is_answered(make):
    (*_, kept), *others = make(Loading(*EVENTS)).ask("Why?", page_of(), request())
    (talk,) = json.loads(kept)["keep"]
    assert [(e["question"], e["stage"]) for e in talk["exchanges"]] == [("Why?", "stopped")]
    assert json.loads(kept)["open"] == talk["id"]
    assert not any(isinstance(kept, str) for *_, kept in others)


def test_a_blank_question_asks_nothing(make):
    assistant = Loading(*EVENTS)
    list(make(assistant).ask(" \n ", page_of(), request()))
    assert assistant.history is None


def test_passages_are_shown_before_the_chat_model_is_loaded(make):
    assistant, page = Lazy(*EVENTS), page_of()
    updates = make(assistant, ready=False).ask("Why?", page, request())
    _, thread, *_ = next(updates)
    assert page.conversation.exchanges[0].stage == "preparing"
    assert ENGLISH.preparing in thread
    assistant.can_search.set()
    thread = next(thread for _, thread, *_ in updates if page.conversation.exchanges[0].passages)
    assert not assistant.ready.is_set()
    assert page.conversation.exchanges[0].stage == "loading"
    assert ENGLISH.loading in thread
    assert PASSAGE.text in thread
    assistant.ready.set()
    assert [page.conversation.exchanges[0].stage for _ in updates][-2:] == ["checking", "done"]


def test_an_answer_that_needs_no_chat_model_does_not_wait_for_the_warm_up(make, small_store):
    assistant = Unready(Settings(model="extractive"), small_store)
    warm_up = WarmUp(assistant)
    asking = replace(make(Loading()), assistants={"extractive": assistant}, warm_up=warm_up)
    *_, last = ask(asking, page_of(), "Who is Salma Ben Youssef?")
    assert last.stage == "done"
    assert "Salma Ben Youssef" in last.answer.text
    assert warm_up.running


def begun(asking: Asking, page: PageState, stage: str = "checking"):
    """An answer that has come to a stage; closing it ends it, as Gradio does."""
    updates = ask(asking, page, "And?")
    next(exchange for exchange in updates if exchange.stage == stage)
    return updates


def test_stopping_keeps_the_draft_and_says_that_it_was_not_checked(make):
    asking, page = make(Loading(*EVENTS)), page_of(DONE)
    updates = begun(asking, page)
    thread = asking.stop(page, request())
    assert [e.stage for e in page.conversation.exchanges] == ["done", "stopped"]
    assert page.conversation.exchanges[1].draft == "So."
    assert "So." in thread
    assert "not checked" in thread
    assert stages(updates) == ["stopped"]


def test_the_last_update_of_an_answer_that_was_stopped_is_not_outdated(make):
    asking, page = make(Loading(*EVENTS)), page_of()
    updates = asking.ask("Why?", page, request())
    next(updates)
    asking.stop(page, request())
    assert list(updates) == [(gr.skip(),) * 4]  # Gradio repeats the last one at the end


def test_stopping_the_translations_keeps_the_answer_as_it_is(make):
    asking, page = make(Loading(*EVENTS[:2], AnswerEvent(answer=ANSWER), EVENTS[2])), page_of()
    begun(asking, page, "phrasing")
    asking.stop(page, request())
    (stopped,) = page.conversation.exchanges
    assert (stopped.stage, stopped.answer) == ("done", ANSWER)


def test_the_source_is_opened_with_the_answer_and_not_again(make):
    events = (PassagesEvent(passages=(PASSAGE,)), AnswerEvent(answer=ANSWER), EVENTS[-1])
    updates = make(Loading(*events)).ask("Why?", page_of(), request())
    assert [isinstance(source, str) for _, _, source, _ in updates] == [False, False, True, False]


def test_stopping_a_finished_answer_changes_nothing(make):
    page = page_of(DONE)
    make(Loading()).stop(page, request())
    assert page.conversation.exchanges == (DONE,)


def test_asking_again_replaces_the_turn_and_what_followed(make):
    assistant = Loading(*EVENTS)
    second = Exchange("And?", "done", answer=ANSWER)
    page = page_of(DONE, second, replace(DONE, id="third"))
    list(make(assistant).retry(page, event(turn=second.id), request()))
    assert [e.question for e in page.conversation.exchanges] == ["Why?", "And?"]
    assert len(assistant.history) == 1


def test_editing_gives_the_question_back(make):
    assert make(Loading()).edit(page_of(DONE), event(turn=DONE.id)) == "Why?"


def test_a_judgement_is_kept_and_shown_as_given(make, tmp_path):
    asking, page = make(Loading()), page_of(DONE)
    asking.judge(page, event(turn=DONE.id, name="bad"), request())
    assert page.conversation.exchanges[0].liked is False
    asking.judge(page, event(turn=DONE.id, comment="  Too short "), request())
    lines = [json.loads(line) for line in (tmp_path / "feedback.jsonl").read_text().splitlines()]
    assert [(line["liked"], line["comment"]) for line in lines] == [
        (False, None),
        (False, "Too short"),
    ]


def test_a_question_is_asked_of_the_articles_that_were_chosen_and_says_so(make):
    assistant, page = Loading(*EVENTS), page_of()
    asking = make(assistant)
    asking.choose(page, event(language="fr", since="2020-01-01", model="unknown", number=1))
    *_, (_, thread, *_) = asking.ask("Why?", page, request())
    assert assistant.filters == Filters(since="2020-01-01", languages=("fr",))
    assert "Only French · From 2020-01-01" in thread
    assert page.scope.model == ""


def test_the_model_that_was_chosen_answers(make):
    usual, other = Loading(*EVENTS), Loading(*EVENTS)
    asking, page = replace(make(usual), assistants={"local": usual, "extractive": other}), page_of()
    asking.choose(page, event(model="extractive", number=1))
    list(asking.ask("Why?", page, request()))
    assert (usual.history, other.history) == (None, [])


def test_who_asks_too_often_is_told_and_the_model_is_left_alone(make):
    assistant = Loading(*EVENTS)
    asking = make(assistant, per_minute=1)
    list(ask(asking, page_of()))
    assistant.history = None
    assert stages(ask(asking, page_of(), "And?")) == ["failed"]
    assert assistant.history is None
    assert stages(ask(asking, page_of(), "And?", "ana"))[-1] == "done"


def test_a_question_waits_its_turn_says_so_and_one_too_many_is_refused(make):
    asking = make(Loading(*EVENTS))
    first, second = (ask(asking, page_of(), name=name) for name in "ab")
    next(first)
    waiting = next(second)
    assert (waiting.stage, waiting.ahead) == ("waiting", 1)
    ((_, thread, *_),) = asking.ask("Why?", page_of(), request("c"))
    assert "waiting: 1" in thread
    first.close()  # as Gradio does when a reader stops or leaves
    assert stages(second)[-1] == "done"


def test_a_chat_that_stops_ends_what_runs_and_refuses_what_waits_or_comes(make):
    asking = make(Loading(*EVENTS))
    first, second = (ask(asking, page_of(), name=name) for name in "ab")
    next(first)
    assert next(second).stage == "waiting"
    asking.admission.queue.close()
    *_, refused = second
    assert (refused.stage, refused.error) == ("failed", ENGLISH.stopping)
    ((_, thread, *_),) = asking.ask("Why?", page_of(), request("c"))
    assert ENGLISH.stopping in thread
    assert stages(first)[-1] == "done"


# Two actions of one page that meet, in each order.


def test_a_question_is_left_in_the_box_while_another_is_being_answered(make):
    asking, page = make(Loading(*EVENTS)), page_of(DONE)
    answering = begun(asking, page)
    ((box, *_),) = asking.ask("Then?", page, request())
    assert box != ""
    ((box, *_),) = asking.retry(page, event(turn=DONE.id), request())
    assert stages(answering) == ["done"]
    assert [e.question for e in page.conversation.exchanges] == ["Why?", "And?"]


def test_of_questions_sent_at_once_one_is_asked(make):
    asking, page = make(Loading(*EVENTS)), page_of()
    sent = [asking.ask("Why?", page, request()) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        taken = [box == "" for box, *_ in pool.map(next, sent)]
    assert sum(taken) == len(page.conversation.exchanges) == 1


def test_an_answer_that_nobody_takes_any_more_does_not_refuse_the_next_question(make):
    asking, page = make(Loading(*EVENTS)), page_of()
    begun(asking, page).close()
    assert page.conversation.exchanges[-1].stage == "stopped"
    assert stages(ask(asking, page))[-1] == "done"


def test_a_judgement_given_while_the_next_answer_is_written_stays(make):
    asking, page = make(Loading(*EVENTS)), page_of(DONE)
    answering = begun(asking, page)
    asking.judge(page, event(turn=DONE.id, name="good"), request())
    assert stages(answering) == ["done"]
    assert [(e.liked, e.stage) for e in page.conversation.exchanges] == [
        (True, "done"),
        (None, "done"),
    ]


def test_judgements_given_at_once_all_stay(make):
    done = [replace(DONE, id=str(number)) for number in range(12)]
    asking, page = make(Loading()), page_of(*done)
    with ThreadPoolExecutor(6) as pool:
        events = (event(turn=each.id, name="good") for each in done)
        list(pool.map(lambda each: asking.judge(page, each, request()), events))
    assert all(each.liked for each in page.conversation.exchanges)


@pytest.mark.parametrize("turn", ["gone", "", "0", "-1"])
def test_what_is_done_to_a_turn_that_is_gone_does_nothing_to_another(make, tmp_path, turn):
    asking, page = make(Loading(*EVENTS)), page_of(DONE)
    asking.judge(page, event(turn=turn, name="bad"), request())
    asking.keep_link(page, event(turn=turn))
    list(asking.retry(page, event(turn=turn), request()))
    assert asking.edit(page, event(turn=turn)) != "Why?"
    assert page.conversation.exchanges == (DONE,)
    assert not (tmp_path / "feedback.jsonl").exists()
    assert not (tmp_path / "links").exists()


def test_of_two_choices_the_later_holds_whichever_is_heard_first(make):
    asking, page = make(Loading()), page_of()
    asking.choose(page, event(language="fr", number=2))
    asking.choose(page, event(language="en", number=1))
    assert page.scope.filters.languages == ("fr",)


@pytest.mark.parametrize("words", [ENGLISH, FRENCH])
def test_an_error_of_the_assistant_is_told_as_one_of_citera(make, words, caplog):
    asking = make(Loading(EVENTS[0], RuntimeError("secret")))
    reader = request()
    reader.headers["accept-language"] = words.code
    page = page_of()
    *_, (_, thread, *_) = asking.ask("Why?", page, reader)
    (failed,) = page.conversation.exchanges
    assert words.internal_error.replace("'", "&#39;") in thread
    assert failed.passages == (PASSAGE,)
    assert "RuntimeError: secret" in caplog.text
    assert not failed.running


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
    page = page_of()
    *_, (_, thread, *_) = asking.ask("Why?", page, request())
    assert told in thread
    assert ("secret" in caplog.text) == isinstance(error, RuntimeError)
    monkeypatch.undo()
    assert stages(ask(asking, page, "And?"))[-1] == "done"


def test_a_warm_up_that_fails_is_logged_and_questions_are_asked_all_the_same(make, caplog):
    assistant = Loading(*EVENTS)
    assistant.warm_up = lambda: {}["secret"]
    assert stages(ask(make(assistant), page_of()))[-1] == "done"
    assert "KeyError: 'secret'" in caplog.text


def test_readers_are_told_apart_by_login_before_address():
    assert reader_of(request("ana")) == "ana"
    assert reader_of(request()) == "192.0.2.1"
