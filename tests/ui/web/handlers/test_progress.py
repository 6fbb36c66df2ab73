"""Tests of progress.py: what a reader is told while models load, and what a reader who leaves ends.

The models are a script's, as these tests need to say when each is loaded.
"""

import threading

import pytest

from tests.ui.web.handlers.test_asking import Loading
from ui.web.handlers.progress import paced, with_loading
from ui.web.state.exchange import Exchange
from ui.web.warm_up import WarmUp


class Answer:
    """An exchange whose passages are there, and whose answer comes when it is let go."""

    def __init__(self):
        self.go = threading.Event()
        self.closed = threading.Event()

    def exchanges(self):
        try:
            yield Exchange("Why?", "reading")
            self.go.wait(10)
            yield Exchange("Why?", "done")
        finally:
            self.closed.set()


def test_loading_is_told_until_the_models_are_loaded_and_then_what_is_done():
    assistant, answer = Loading(), Answer()
    shown = with_loading(answer.exchanges(), WarmUp(assistant))
    assert next(shown).stage == "loading"
    assistant.ready.set()
    assert next(shown).stage == "reading"
    answer.go.set()
    assert [exchange.stage for exchange in shown] == ["done"]


def test_the_loading_of_a_chat_model_that_does_not_answer_is_not_told():
    assistant, answer = Loading(), Answer()
    shown = with_loading(answer.exchanges(), WarmUp(assistant), needs_chat=False)
    assert next(shown).stage == "reading"
    answer.go.set()
    assert next(shown).stage == "done"
    assistant.ready.set()


def test_who_leaves_while_models_load_waits_for_nothing_and_ends_the_answer():
    assistant, answer = Loading(), Answer()
    shown = with_loading(answer.exchanges(), WarmUp(assistant))
    next(shown)
    assistant.ready.set()
    assert next(shown).stage == "reading"  # its next exchange is being made
    shown.close()
    assert not answer.closed.is_set()
    answer.go.set()
    assert answer.closed.wait(5)


def test_an_error_passes_through():
    def exchanges():
        yield Exchange("Why?")
        raise LookupError

    assistant = Loading()
    shown = with_loading(exchanges(), WarmUp(assistant))
    assert next(shown).stage == "preparing"
    with pytest.raises(LookupError):
        next(shown)
    assistant.ready.set()


def test_words_that_come_fast_are_shown_together_and_each_stage_is():
    drafts = [Exchange("Why?", "checking", draft="a" * count) for count in range(50)]
    shown = list(paced(iter([Exchange("Why?"), *drafts, Exchange("Why?", "done")])))
    assert [exchange.stage for exchange in shown][:2] == ["searching", "checking"]
    assert shown[-1].stage == "done"
    assert len(shown) < 10
