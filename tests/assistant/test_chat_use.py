"""What one question does with its chat model: counting, and giving it up."""

import logging

import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.messages import HumanMessage

from assistant.chat_model import HostedChat
from assistant.chat_use import ChatUse
from assistant.failures import BadReply, Failure


@pytest.fixture
def use() -> ChatUse:
    return ChatUse(lambda: HostedChat("vendor:model", FakeListChatModel(responses=["So."])))


def test_a_model_that_gave_no_reply_is_given_up(use):
    failure = use.fail(ConnectionError("refused"))
    assert use.given_up == failure


def test_a_model_that_gave_a_bad_reply_is_asked_again(use):
    assert use.fail(BadReply(Failure.UNPROVED)) == Failure.UNPROVED
    assert use.given_up is None


def test_the_log_names_the_model_and_no_key(use, caplog):
    with caplog.at_level(logging.WARNING):
        use.fail(PermissionError("the key sk-secret is wrong"))
    assert "vendor:model" in caplog.text
    assert "sk-secret" not in caplog.text


def test_what_tells_of_no_tokens_counts_none(use):
    assert "".join(use.chat.reply([HumanMessage("Why?")])) == "So."
    assert use.tokens() == {}
