"""Tests of ui/operations/json_log.py: what a line of the log holds, and which texts it does not."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import closing

import pytest

from assistant import Settings
from assistant.answer import AnswerEvent, FinalEvent
from tests.ui.operations.test_metrics import ANSWER, EVENTS
from tests.ui.web.state.test_exchange import Scripted
from ui.internal_errors import InternalError, internal_errors
from ui.operations.answers import observed
from ui.operations.json_log import JsonFormatter, log_as_json
from ui.operations.request_id import REQUEST_ID
from vectorstore.errors import ModelUnavailable

QUESTION = "Which secret\u2028is it?"
LOGGER = logging.getLogger("ui.test")


@pytest.fixture
def lines(request) -> Iterator:
    """Logs as JSON, and gives the lines as objects; a failed answer leaves its id."""
    REQUEST_ID.set(None)
    written = io.StringIO()
    handler = log_as_json(texts=getattr(request, "param", False))
    handler.setStream(written)

    def read() -> list[dict]:
        return [json.loads(line) for line in written.getvalue().splitlines()]

    read.raw = written.getvalue
    yield read
    logging.getLogger().removeHandler(handler)
    logging.getLogger("ui.operations.answers").setLevel(logging.NOTSET)


def answer(*events) -> None:
    with internal_errors(LOGGER, "answering a question"):
        list(observed(Scripted(*events).stream(QUESTION), QUESTION, "page"))


def test_an_answer_is_one_line_with_lengths_and_times_and_no_text(lines):
    answer(*EVENTS)
    (line,) = lines()
    assert line["message"] == "answer ended"
    assert line["outcome"] == "answered"
    assert line["interface"] == "page"
    assert line["question_characters"] == len(QUESTION)
    assert line["answer_characters"] == len(ANSWER.text)
    assert (line["sentences"], line["passages"]) == (1, 1)
    assert line["seconds"] == {"passages": 0.2, "answer": 0.7, "total": 4.0}
    assert (line["model"], line["language"], line["level"]) == ("extractive", "en", "info")
    assert line["time"].endswith("+00:00")
    assert "ecret" not in lines.raw()


@pytest.mark.parametrize("lines", [True], indirect=True)
def test_the_texts_are_logged_where_it_is_asked_for(lines):
    answer(*EVENTS)
    (line,) = lines()
    assert (line["question"], line["answer"]) == (QUESTION, ANSWER.text)
    with pytest.raises(InternalError):
        answer(ValueError("secret"))
    assert lines()[-1]["errors"][0]["text"] == "secret"


def test_an_internal_error_has_its_frames_and_the_request_of_its_answer_and_no_text(lines):
    try:
        raise KeyError("secret cause")
    except KeyError as cause:
        fault = ValueError("secret \x1b]0;owned\x07\nforged")
        fault.__cause__ = cause
    with pytest.raises(InternalError):
        answer(AnswerEvent(answer=ANSWER), fault)
    ended, told = lines()
    assert (ended["outcome"], ended["error"]) == ("internal_error", "ValueError")
    assert told["message"] == "internal error while answering a question"
    assert [each["type"] for each in told["errors"]] == ["ValueError", "KeyError"]
    assert any("test_exchange.py" in frame for frame in told["errors"][0]["frames"])
    assert told["request_id"] == ended["request_id"]
    assert "secret" not in lines.raw()


def test_what_other_packages_put_into_their_messages_is_left_out(lines):
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: secret")
    logging.getLogger("urllib3.pool").warning("retrying %s", "secret")
    LOGGER.warning("a login from %s failed", "192.0.2.1")
    logging.getLogger("httpx").info("secret")
    assert [line["message"] for line in lines()] == [
        "Task exception was never retrieved",
        "retrying %s",
        "a login from 192.0.2.1 failed",
    ]
    assert "secret" not in lines.raw()


def test_a_line_is_one_line_of_ascii_whatever_is_in_it():
    said = "\x1b[2J\u2028\u202e\x9b\nforged"
    record = logging.LogRecord("ui", logging.ERROR, __file__, 1, "%s", (said,), None)
    line = JsonFormatter().format(record)
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["message"] == said


def test_each_answer_has_a_request_id_and_keeps_that_of_its_request(lines):
    answer(*EVENTS)
    answer(*EVENTS)
    token = REQUEST_ID.set("given")
    answer(*EVENTS)
    assert REQUEST_ID.get() == "given"
    REQUEST_ID.reset(token)
    first, second, third = (line["request_id"] for line in lines())
    assert first != second
    assert third == "given"


def test_what_is_logged_within_an_answer_has_its_request_id_and_nothing_after_it(lines):
    def stream():
        LOGGER.warning("within")
        yield AnswerEvent(answer=ANSWER)
        yield FinalEvent(answer=ANSWER)

    with closing(observed(stream(), QUESTION, "openai")) as events:
        next(events)
        LOGGER.warning("between")
    within, between, ended = lines()
    assert within["request_id"] == ended["request_id"]
    assert "request_id" not in between
    assert ended["outcome"] == "stopped"


def test_a_known_failure_is_told_by_its_kind(lines):
    with pytest.raises(ModelUnavailable):
        answer(ModelUnavailable("No model for a secret."))
    (line,) = lines()
    assert (line["outcome"], line["error"]) == ("failed", "ModelUnavailable")
    assert "secret" not in lines.raw()


def test_lines_are_text_and_texts_are_left_out_by_default():
    assert (Settings().log, Settings().log_texts) == ("text", False)
