"""What one question does with its chat model: counting, and giving it up."""

import json
import logging
from types import SimpleNamespace
from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.messages import HumanMessage

from assistant.llm import load
from assistant.llm.failures import BadReply, Failure, ModelFailed, told_as_failures
from assistant.llm.fair_lock import FairLock
from assistant.llm.llama_server import Slot
from assistant.llm.load import HostedModel, LocalModel, load_local
from assistant.llm.usage import ModelUse
from assistant.llm.warm_up import read_examples
from assistant.settings import Settings
from tests.assistant.provider import Behaviour, StandIn, stand_in


@pytest.fixture
def use() -> ModelUse[HostedModel]:
    model = HostedModel("vendor:model", FakeListChatModel(responses=["So."]))
    return ModelUse("vendor:model", lambda: model)


def failed(cause: Exception) -> ModelFailed:
    with pytest.raises(ModelFailed) as raised, told_as_failures():
        raise cause
    return raised.value


def test_a_model_that_gave_no_reply_is_given_up(use):
    failure = use.fail(ModelFailed(Failure.UNREACHABLE))
    assert use.given_up == failure


def test_a_model_that_gave_a_bad_reply_is_asked_again(use):
    assert use.fail(BadReply(Failure.UNPROVED)) == Failure.UNPROVED
    assert use.given_up is None


def test_the_log_names_the_model_and_no_key(use, caplog):
    with caplog.at_level(logging.DEBUG):
        use.fail(failed(PermissionError("the key sk-secret is wrong")))
    assert "vendor:model" in caplog.text
    assert "sk-secret" not in caplog.text


def test_what_tells_of_no_tokens_counts_none(use):
    assert "".join(use.model.reply([HumanMessage("Why?")])) == "So."
    assert use.tokens() == {}


def whole_reply(text: str, reason: str) -> Behaviour:
    """A reply in one piece, as the engine sends it."""
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": text},
        "finish_reason": reason,
    }
    body = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    return lambda exchange: exchange.send(200, json.dumps(body), "application/json")


@pytest.fixture
def local(monkeypatch):
    """Makes a local model whose engine is a stand-in."""

    def make(provider: StandIn) -> LocalModel:
        engine: Any = SimpleNamespace(
            base_url=provider.url.removesuffix("/v1"),
            api_key="key",
            restore=lambda *_: False,
            save=lambda *_: True,
            locks={slot: FairLock() for slot in Slot},
        )
        monkeypatch.setattr(load, "start_engine", lambda *_: engine)
        return load_local(Settings(model="any.gguf"))

    return make


def test_the_examples_of_each_slot_are_read_with_one_token_written(local):
    with stand_in(whole_reply("Who", "length")) as provider:
        read_examples(local(provider))
    assert len(provider.requests) == len(Slot)
    assert all(sent["max_completion_tokens"] == 1 for sent in provider.requests)
