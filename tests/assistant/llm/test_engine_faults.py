"""A local engine that hangs, or is killed in an answer: the quotation stays, and one line why."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import HTTPServer
from multiprocessing import get_context
from pathlib import Path

import langchain_openai  # noqa: F401 - takes seconds, which no limit of time is to count
import pytest

from assistant.answer import Answer, AnswerEvent, FinalEvent
from assistant.assembly import Assembly
from assistant.compose.failure_messages import model_failed
from assistant.compose.phrase import ModelPhraser
from assistant.llm import load
from assistant.llm.failures import Failure
from assistant.llm.llama_server import Engine
from assistant.llm.usage import ModelUse
from assistant.pipeline import answer_question
from assistant.query.query import Query
from assistant.settings import Settings
from assistant.stages import Claim, Retrieved, Support, Verdict
from assistant.verify.grounding import GroundingVerifier
from ingest import split_passages
from tests.assistant.found import FoundStore
from tests.assistant.provider import Exchange, StandIn, stand_in
from vectorstore import Article, ScoredPassage

QUESTION = "Who is Haftar's spokesman?"
RIGHT = "Haftar's spokesman is Ahmad al-Mesmari."
SECONDS = 0.4
"""Time that an engine is given whose reply never ends."""
_MOST_SECONDS = 60
"""Far from that, for a busy machine; without a limit, the endless reply would never end."""


def word(text: str, reason: str | None = None) -> str:
    """A piece of a reply of llama.cpp, with the likeliest tokens in its place."""
    top = [{"token": "Haftar", "logprob": -0.1, "bytes": None}]
    token = {"token": text, "logprob": -0.1, "bytes": None, "top_logprobs": top}
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": reason}
    head = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "local"}
    return json.dumps({**head, "choices": [{**choice, "logprobs": {"content": [token]}}]})


def right(exchange: Exchange) -> None:
    exchange.begin()
    exchange.event(word(RIGHT, "stop"))
    exchange.end(usage=None)


def silent(exchange: Exchange) -> None:
    exchange.wait_for_hang_up()


def silent_after_a_word(exchange: Exchange) -> None:
    exchange.begin()
    exchange.event(word("Haftar"))
    exchange.wait_for_hang_up()


def endless(exchange: Exchange) -> None:
    exchange.begin()
    while not exchange.stand_in.over.wait(0.05):
        exchange.event(word(" Haftar"))


def killed(exchange: Exchange) -> None:
    exchange.begin()
    exchange.event(word("Haftar"))
    os.kill(os.getpid(), signal.SIGKILL)  # as the system does where memory runs out


@contextmanager
def killed_engine() -> Iterator[str]:
    """The address of an engine in a process of its own."""
    stand_in = StandIn("")
    handler = type("Killed", (Exchange,), {"behave": killed, "stand_in": stand_in})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        process = get_context("fork").Process(target=server.serve_forever)
        process.start()
        address = f"http://127.0.0.1:{server.server_port}/v1"
    yield address
    process.join(5)
    assert process.exitcode == -signal.SIGKILL


class Quoting:
    """A reader that quotes the best sentence."""

    def read(self, query: Query, retrieved: Retrieved) -> Iterator[Claim]:
        item = retrieved.evidence[0]
        verdict = Verdict(Support.VERIFIED, 0.8)
        yield Claim(item.text, (item,), verdict=verdict, spans=(item.span,), quoted=True)


@pytest.fixture
def ask(
    sample_article: Article, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Answer]:
    """Asks with the local model of the engine at an address; the quotation must come first."""
    passage = split_passages(sample_article)[0]
    scores = tuple(0.9 - 0.1 * number for number in range(len(passage.sentences)))
    store = FoundStore([ScoredPassage(passage, sample_article, 0.9, scores, 0.9)])
    monkeypatch.setattr(load, "prepare_local_model", lambda cache: tmp_path / "model.gguf")

    def ask(address: str, seconds: float = _MOST_SECONDS) -> Answer:
        engine = Engine(address.removesuffix("/v1"), "key", None, None)
        monkeypatch.setattr(load, "start_engine", lambda path, threads: engine)
        use = ModelUse("local", lambda: load.load_local(Settings(model="local", timeout=seconds)))
        stages = replace(
            Assembly(Settings(model="extractive"), store).stages(),
            model=use,
            phraser=ModelPhraser(use, lambda _: False),
            reader=Quoting(),
            verifier=GroundingVerifier(),
        )
        events = list(answer_question(QUESTION, (), None, stages))
        (early,) = (event.answer for event in events if isinstance(event, AnswerEvent))
        assert [sentence.quoted for sentence in early.sentences] == [True]
        assert early.notice is None
        assert isinstance(events[-1], FinalEvent)
        return events[-1].answer

    return ask


def check_quoted(answer: Answer, failure: Failure) -> None:
    assert [sentence.quoted for sentence in answer.sentences] == [True]
    assert answer.notice == model_failed("en", "local", failure)


@pytest.mark.parametrize("fault", [silent, silent_after_a_word, endless])
def test_an_engine_that_hangs_is_given_up_in_time_and_the_next_question_works(ask, fault):
    with stand_in(fault, right) as engine:
        began = time.monotonic()
        check_quoted(ask(engine.url, SECONDS), Failure.SLOW)
        assert time.monotonic() - began < _MOST_SECONDS
        assert len(engine.requests) == 1  # nor is it waited for again
        after = ask(engine.url)
    assert (after.sentences[0].text, after.notice) == (RIGHT, None)


def test_an_engine_that_is_killed_in_an_answer_is_told_and_may_be_started_again(ask):
    with killed_engine() as address:
        check_quoted(ask(address), Failure.CUT_OFF)
    check_quoted(ask(address), Failure.UNREACHABLE)
    with stand_in(right) as engine:
        assert ask(engine.url).sentences[0].text == RIGHT
