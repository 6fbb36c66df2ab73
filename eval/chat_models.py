"""Chat models in the roles that an evaluation gives them, whichever kind of model it is.

The three functions here are the only ones in `eval` that know of the kinds of chat models.
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
"""Replies to a prompt that asks for yes or no; raises what the model's provider raises."""


def load_yes_no_model(settings: Settings) -> YesNoModel | None:
    """The model that `settings.model` names, for yes-or-no questions; None for no model.

    None stands for `extractive`, and for `local` where that model is not installed. Raises
    `ModelUnavailable` for any other model that cannot be had.
    """
    chat = load_chat(settings)
    if isinstance(chat, NoChat):
        return None
    model = chat.check if isinstance(chat, LocalChat) else chat.model
    return lambda prompt: model.invoke(prompt).text


def is_model_missing(assistant: Assistant) -> bool:
    """Whether the chat model that the settings name is not installed, so that none answers."""
    return isinstance(assistant.chat, NoChat) and assistant.chat.missing


def plain_local_model(assistant: Assistant) -> "Model | None":
    """The local model without our prompts, for a benchmark; None if another model answers.

    It has a slot of the engine that questions without a conversation leave free.
    """
    chat = assistant.chat
    if not isinstance(chat, LocalChat):
        return None
    return chat.read.bind(extra_body={"id_slot": Slot.CONDENSE.value})
