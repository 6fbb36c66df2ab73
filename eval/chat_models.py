"""Chat models by the role that they have in an evaluation.

The three functions here are the only ones in `eval` that distinguish kinds of chat models.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant import Assistant, Settings
from assistant.llm.llama_server import Slot
from assistant.llm.load import LocalChat, NoChat, load_chat

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from assistant.llm.load import Model

YesNoModel = Callable[[list["BaseMessage"]], str]
"""Model that replies to a yes-or-no prompt; raises whatever the model's provider raises."""


def load_yes_no_model(settings: Settings) -> YesNoModel | None:
    """Load the chat model that `settings.model` names, for yes-or-no questions.

    Returns None for `extractive`, and for `local` if that model is not installed. Raises
    `ModelUnavailable` for any other model that is not available.
    """
    chat = load_chat(settings)
    if isinstance(chat, NoChat):
        return None
    model = chat.check if isinstance(chat, LocalChat) else chat.model
    return lambda prompt: model.invoke(prompt).text


def is_model_missing(assistant: Assistant) -> bool:
    """Whether the local chat model is set and not installed, so that no model answers."""
    return isinstance(assistant.chat, NoChat) and assistant.chat.missing


def plain_local_model(assistant: Assistant) -> "Model | None":
    """Local chat model as a LangChain model, for a benchmark; None if no local model answers.

    It uses a slot of the engine that is free unless a conversation goes on.
    """
    chat = assistant.chat
    if not isinstance(chat, LocalChat):
        return None
    return chat.read.bind(extra_body={"id_slot": Slot.CONDENSE.value})
