"""A local chat model whose replies are laid down, and a chat with it in a process of its own."""

import math
from collections.abc import Callable
from typing import Any, cast
from unittest.mock import patch

from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.runnables import RunnableLambda

from assistant.llm.llama_server import Engine
from assistant.llm.load import LocalModel
from tests.ui.chats import Running, chat, fork_chat

MODEL = "laid-down.gguf"
TRANSLATION = (
    "The general said that there could be no peace as long as armed groups held the capital, and"
    " so he rejected the appeals of both countries to his government."
)


def laid_down(translate: Callable[[str], str] = lambda sentence: TRANSLATION) -> LocalModel:
    """A model that affirms sentences, phrases none that would be borne out, and translates so."""
    return LocalModel(
        name=MODEL,
        engine=Engine("", "", None, None),
        verify=_role(lambda prompt: "Yes"),
        phrase=_role(lambda prompt: "I do not know."),
        grade=_role(lambda prompt: "Yes"),
        translate=_role(translate),
    )


def _role(reply: Callable[[str], str]) -> Any:
    likeliest = [{"token": "Yes", "logprob": math.log(0.95)}]
    told = {"finish_reason": "stop", "logprobs": {"content": [{"top_logprobs": likeliest}]}}

    def invoke(prompt: list[BaseMessage], **options: object) -> AIMessage:
        return AIMessage(reply(cast(str, prompt[-1].content)), response_metadata=told)

    return RunnableLambda(invoke)


def chat_with_laid_down_model(environment: dict[str, str]) -> Running:
    """A chat in a forked process, whose setting `model` is to be `MODEL`."""
    return fork_chat(environment, _chat)


def _chat() -> None:
    with patch("assistant.assembly.load_local", lambda settings: laid_down()):
        chat()
