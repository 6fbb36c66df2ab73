"""Tests of history.py: what a browser keeps comes back as it was, whatever it holds."""

import json
from dataclasses import replace

import pytest

from tests.ui.answers import answer, citation, cited_passage
from tests.ui.web.html.test_thread import HOSTILE, Page
from ui.web.i18n.choose import ENGLISH
from ui.web.state.exchange import Exchange
from ui.web.state.history import (
    KEPT,
    History,
    Transcript,
    read_history,
    render_history,
    write_history,
)
from vectorstore.article import Article


def conversation(question: str = "Why?") -> Transcript:
    article = Article(text="The proof is here.", title="News", source="n.txt")
    passage = cited_passage(article, "The proof is here.")
    made = answer([passage], ("So.", (citation(1, passage, "proof"),)))
    return Transcript().grown(Exchange(question, "done", (passage,), "So.", made, seconds=1.5))


def test_a_conversation_comes_back_from_the_browser_as_it_was():
    talk = conversation()
    raw = json.loads(json.dumps(write_history(History().having(talk))))
    assert read_history(raw).opened().exchanges == talk.exchanges


def test_an_answer_added_to_a_conversation_replaces_what_was_kept_of_it():
    talk = conversation()
    longer = talk.grown(*talk.exchanges, Exchange("And?", "done"))
    history = History().having(conversation("Other?")).having(talk).having(longer)
    assert [len(kept.exchanges) for kept in history.conversations] == [2, 1]
    assert history.opened().exchanges == longer.exchanges


def test_a_new_conversation_closes_the_old_one_and_keeps_it():
    history = History().having(conversation()).having(Transcript())
    assert history.opened() == Transcript()
    assert len(history.conversations) == 1


def test_a_forgotten_conversation_is_gone():
    history = History().having(conversation())
    history = history.without(history.current)
    assert history == History()


def test_an_answer_that_is_still_written_is_kept_as_one_cut_short():
    talk = conversation()
    (answered,) = talk.exchanges
    for stage, end in (("checking", "stopped"), ("failed", "failed"), ("done", "done")):
        running = talk.grown(answered, Exchange("And?", stage))
        last = History().having(running).opened().exchanges[-1]
        assert (last.question, last.stage) == ("And?", end)
    phrasing = talk.grown(replace(answered, stage="phrasing"))
    assert History().having(phrasing).opened().exchanges == (answered,)


def test_the_oldest_conversations_give_way():
    history = History()
    for number in range(KEPT + 3):
        history = history.having(conversation(f"Question {number}?"))
    questions = [kept.exchanges[0].question for kept in history.conversations]
    assert len(questions) == KEPT
    assert questions[0] == f"Question {KEPT + 2}?"


@pytest.mark.parametrize(
    "raw", [None, {}, [], "text", {"conversations": [{"exchanges": [{"question": 1}]}]}]
)
def test_what_cannot_be_read_gives_an_empty_history(raw):
    assert read_history(raw) == History()


def test_questions_in_the_list_stay_texts():
    history = History().having(replace(conversation(HOSTILE), id=HOSTILE))
    shown = Page(render_history(history, ENGLISH))
    assert not {"script", "img", "i", "a"} & {tag for tag, _ in shown.elements}
    assert HOSTILE in shown.text
