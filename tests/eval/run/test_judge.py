"""What decides on a claim before a model is asked, and when one is."""

import json

import pytest

from assistant import Settings
from eval.run.judge import COPY, GOLD, NONE, CitedQuote, Judge, judge_of
from tests.assistant.provider import KEY, stand_in
from tests.eval.runs import GOLD as GOLD_QUOTE
from tests.eval.runs import OTHER, question, span
from vectorstore.errors import CiteraError, ModelUnavailable

ASKED = question("q")


def cited(*quotes: str) -> list[CitedQuote]:
    return [CitedQuote(quote, "port.txt", *span(quote)) for quote in quotes]


def judge() -> Judge:
    return Judge(NONE, lambda: None)


@pytest.mark.parametrize(
    ("claim", "quote", "by"),
    [
        ("its first master was IDA BERG", GOLD_QUOTE, COPY),
        ("The harbour was first run by Ida Berg", GOLD_QUOTE, GOLD),
        ("Ida Berg", GOLD_QUOTE, GOLD),
    ],
)
def test_words_of_the_quote_and_gold_facts_that_it_proves_are_supported(claim, quote, by):
    found = judge().verdict(ASKED, claim, cited(quote))
    assert (found.supported, found.by) == (True, by)


@pytest.mark.parametrize(
    ("claim", "quotes"),
    [
        ("Ida Berg ran it first", [OTHER]),  # gold, cited where it does not stand
        ("Ida Berg and Karl Berg ran it first", [GOLD_QUOTE]),  # with something wrong
        ("Ida Berg ran it first, in 1950", [GOLD_QUOTE]),  # with a number of its own
        ("The port was small", [GOLD_QUOTE]),
        ("in 1912", [OTHER]),  # words of the quote, but too few to say anything
        ("Its first master was Ida Berg.", []),
    ],
)
def test_what_neither_decides_is_unsupported_without_a_judge(claim, quotes):
    found = judge().verdict(ASKED, claim, cited(*quotes))
    assert (found.supported, found.by) == (False, NONE)


def test_of_two_citations_the_one_that_proves_nothing_is_imprecise():
    claim = judge().grade(ASKED, "The first to run it was Ida Berg", cited(GOLD_QUOTE, OTHER))
    assert (claim.supported, claim.citations) == (True, (True, False))


@pytest.mark.parametrize(("reply", "supported"), [("Yes.", True), ("no", False), ("Hmm", False)])
def test_a_model_is_asked_once_about_what_is_open(reply, supported):
    replies = iter([reply])
    asked = Judge("wise", lambda: lambda prompt: next(replies))
    for _ in range(2):
        found = asked.verdict(ASKED, "The port was small", cited(GOLD_QUOTE))
        assert (found.supported, found.by) == (supported, "wise")


def test_a_model_is_loaded_only_where_nothing_else_decides():
    loaded = []
    asked = Judge("wise", lambda: loaded.append("wise"))
    asked.verdict(ASKED, "Ida Berg", cited(GOLD_QUOTE))
    assert loaded == []
    for claim in ("The port was small", "The port was large"):
        assert asked.verdict(ASKED, claim, cited(GOLD_QUOTE)).by == NONE
    assert loaded == ["wise"]


def test_a_model_that_fails_ends_the_run_with_its_name():
    def failing(prompt):
        raise TimeoutError

    with pytest.raises(CiteraError, match=r"judge wise failed \(TimeoutError\)"):
        Judge("wise", lambda: failing).verdict(ASKED, "The port was small", cited(GOLD_QUOTE))


def test_a_hosted_judge_is_asked_with_the_quotes_and_the_claim():
    choice = {"message": {"role": "assistant", "content": "Yes."}, "finish_reason": "stop"}
    reply = {"id": "1", "object": "chat.completion", "created": 0, "model": "any"}
    reply["choices"] = [{"index": 0, **choice}]

    def completing(exchange):
        exchange.send(200, json.dumps(reply), "application/json")

    with stand_in(completing) as provider:
        settings = Settings(base_url=provider.url, api_key=KEY, retries=0)
        asked = judge_of("openai:any", settings)
        found = asked.verdict(ASKED, "The port was small", cited(GOLD_QUOTE))
        (request,) = provider.requests
    assert (found.supported, found.by) == (True, "openai:any")
    prompt = request["messages"][-1]["content"]
    assert GOLD_QUOTE in prompt
    assert "The port was small" in prompt


@pytest.mark.parametrize("name", [NONE, "extractive"])
def test_without_a_chat_model_there_is_no_judge(name):
    found = judge_of(name, Settings()).verdict(ASKED, "The port was small", cited(GOLD_QUOTE))
    assert (found.supported, found.by) == (False, NONE)


def test_a_judge_that_is_not_there_is_named_when_it_is_needed():
    asked = judge_of("missing.gguf", Settings())
    assert asked.verdict(ASKED, "Ida Berg", cited(GOLD_QUOTE)).supported
    with pytest.raises(ModelUnavailable, match=r"missing\.gguf"):
        asked.verdict(ASKED, "The port was small", cited(GOLD_QUOTE))
