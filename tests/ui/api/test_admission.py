"""Tests of ui/api/admission.py: who is over the limit is refused before taking a place."""

import pytest

from assistant import Settings
from ui.api.admission import Admission, TooManyQuestions, admission_of
from ui.api.queue import Queue, QueueFull
from ui.api.rate_limit import RateLimit


def test_a_reader_over_the_limit_is_told_the_seconds_and_takes_no_place():
    admission = Admission(RateLimit(1, lambda: 1000.0), Queue(at_once=1, waiting=0))
    with admission.enter("ana") as ticket:
        assert ticket.wait(0) == 0
    with pytest.raises(TooManyQuestions, match="go on in 61 s") as refused:
        admission.enter("ana")
    assert refused.value.seconds == 61
    with admission.enter("ben") as ticket:
        assert ticket.wait(0) == 0


def test_all_readers_share_one_queue():
    admission = Admission(RateLimit(9), Queue(at_once=1, waiting=1))
    admission.enter("ana")
    assert admission.enter("ben").wait(0) == 1
    with pytest.raises(QueueFull) as refused:
        admission.enter("cem")
    assert refused.value.waiting == 1


def test_the_settings_say_how_many():
    settings = Settings(questions_per_minute=1, questions_at_once=2, questions_waiting=3)
    admission = admission_of(settings)
    assert (admission.queue.at_once, admission.queue.waiting) == (2, 3)
    admission.enter("ana")
    with pytest.raises(TooManyQuestions):
        admission.enter("ana")
