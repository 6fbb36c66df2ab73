"""Chat models by the role that they have in an evaluation."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant import Assistant, Settings
from assistant.assembly import Assembly
from assistant.llm.llama_server import Slot
from assistant.llm.load import load_local

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
    return Assembly(settings).yes_or_no()


def is_model_missing(assistant: Assistant) -> bool:
    """Whether the local chat model is set and not installed, so that no model answers."""
    return assistant.lacks_model


def plain_local_model(settings: Settings) -> "Model":
    """Local chat model as a LangChain model, for a benchmark. Raises `ModelUnavailable`.

    It uses a slot of the engine that is free unless a conversation goes on.
    """
    return load_local(settings).read.bind(extra_body={"id_slot": Slot.CONDENSE.value})
