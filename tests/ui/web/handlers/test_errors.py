"""Tests of errors.py: what a reader is told of an event that failed."""

import inspect
from types import SimpleNamespace

import gradio as gr
import pytest
from gradio.context import LocalContext

from ui.web.handlers.errors import reports_errors
from ui.web.i18n.en import ENGLISH
from ui.web.i18n.fr import FRENCH
from vectorstore.errors import CiteraError


@reports_errors
def at_once(error: Exception) -> str:
    raise error


@reports_errors
def in_pieces(error: Exception):
    yield "first"
    raise error


def told(handler, error: Exception) -> str:
    with pytest.raises(gr.Error) as raised:
        list(handler(error))
    assert not raised.value.print_exception
    return raised.value.message


@pytest.mark.parametrize("handler", [at_once, in_pieces])
def test_an_unexpected_error_is_told_as_one_of_citera_in_the_readers_language(handler, caplog):
    french = SimpleNamespace(headers={"accept-language": "fr"})
    for request, words in ((None, ENGLISH), (french, FRENCH)):
        token = LocalContext.request.set(request)
        assert told(handler, RuntimeError("secret")) == words.internal_error
        LocalContext.request.reset(token)
    assert caplog.text.count("RuntimeError: secret") == 2


@pytest.mark.parametrize("handler", [at_once, in_pieces])
def test_a_known_error_is_told_in_its_own_words_and_never_as_html(handler, caplog):
    assert told(handler, CiteraError("no <b>date</b>")) == "no &lt;b&gt;date&lt;/b&gt;"
    assert caplog.records == []


def test_gradio_still_sees_which_handlers_stream():
    assert inspect.isgeneratorfunction(in_pieces)
    assert not inspect.isgeneratorfunction(at_once)
