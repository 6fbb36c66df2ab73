"""Tests of ui/api/functions.py: questions of programs are admitted as those of the page are."""

from dataclasses import replace

import pytest

from assistant import Assistant, Settings
from ui.access.readable import ReadableArticles
from ui.api.admission import Admission, TooManyQuestions
from ui.api.functions import Functions
from ui.api.queue import Queue, QueueFull
from ui.api.rate_limit import RateLimit


@pytest.fixture
def functions(small_store) -> Functions:
    assistant = Assistant(Settings(model="extractive"), small_store)
    admission = Admission(RateLimit(1), Queue(at_once=1, waiting=0))
    return Functions(assistant, admission, ReadableArticles(small_store))


def test_each_reader_is_counted_apart(functions):
    ana, ben = (replace(functions, reader=name) for name in ("ana", "ben"))
    assert ana.ask("Hello!")["status"] == "greeting"
    assert ben.ask("Hello!")["status"] == "greeting"
    with pytest.raises(TooManyQuestions):
        ana.ask("Hello!")


def test_a_question_that_cannot_wait_is_refused(functions):
    with functions.admission.queue.join(), pytest.raises(QueueFull):
        functions.ask("Hello!")
