"""The roles that an evaluation gives to chat models, for each kind but the local one."""

import json

import pytest
from langchain_core.messages import HumanMessage

from assistant import Assistant, Settings
from eval.chat_models import is_model_missing, load_yes_no_model, plain_local_model
from tests.assistant.provider import KEY, stand_in
from vectorstore.errors import ModelUnavailable

COMPLETION = {
    "id": "1",
    "object": "chat.completion",
    "created": 0,
    "model": "any",
    "choices": [
        {"index": 0, "message": {"role": "assistant", "content": "Yes."}, "finish_reason": "stop"}
    ],
}


def completing(exchange):
    exchange.send(200, json.dumps(COMPLETION), "application/json")


def test_a_hosted_model_replies_to_the_prompt():
    with stand_in(completing) as provider:
        settings = Settings(model="openai:any", base_url=provider.url, api_key=KEY, retries=0)
        ask = load_yes_no_model(settings)
        assert ask is not None
        assert ask([HumanMessage("Is it so?")]) == "Yes."
        assert [each["content"] for each in provider.requests[0]["messages"]] == ["Is it so?"]


def test_quoting_and_a_local_model_that_is_not_installed_are_no_model(tmp_path, no_local_model):
    assert load_yes_no_model(Settings(model="extractive")) is None
    assert load_yes_no_model(Settings(model="local", cache=tmp_path)) is None


def test_another_model_that_cannot_be_had_is_named():
    with pytest.raises(ModelUnavailable, match=r"missing\.gguf"):
        load_yes_no_model(Settings(model="missing.gguf"))


def test_a_model_is_missing_only_where_one_was_asked_for(tmp_path, no_local_model):
    with Assistant(Settings(model="extractive")) as quoting:
        assert not is_model_missing(quoting)
        assert plain_local_model(quoting) is None
    with Assistant(Settings(model="local", cache=tmp_path)) as missing:
        assert is_model_missing(missing)
        assert plain_local_model(missing) is None


@pytest.fixture
def no_local_model(monkeypatch):
    """An environment without the packages of the local model."""
    monkeypatch.setattr("assistant.llm.load.is_installed", lambda: False)
