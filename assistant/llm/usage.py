"""`ModelUse`: lazy loading, token counts and failures of the chat model, for one question."""

import logging
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeVar

from langchain_core.callbacks import UsageMetadataCallbackHandler

from assistant.llm.failures import BadReply, Failure, ModelFailed, trace_of

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler

EXTRACTIVE = "extractive"
"""Name of what answers where no chat model does."""

_log = logging.getLogger(__name__)


class Counted(Protocol):
    """A chat model whose tokens can be counted."""

    def counted_by(self, usage: "BaseCallbackHandler") -> Self:
        """This model, telling `usage` of the tokens of each call."""
        ...


ModelT = TypeVar("ModelT", bound=Counted)


class ModelUse(Generic[ModelT]):
    """The chat model that `load` gives: loaded when first used, its tokens and failures noted."""

    def __init__(self, name: str, load: Callable[[], ModelT]) -> None:
        self.name = name
        self._load = load
        self._usage = UsageMetadataCallbackHandler()
        self.given_up: Failure | None = None
        """Why the chat model is not asked again for this question."""

    @cached_property
    def model(self) -> ModelT:
        """The chat model, its tokens counted; raises what `load` raises."""
        return self._load().counted_by(self._usage)

    def fail(self, error: ModelFailed) -> Failure:
        """Note that the chat model failed, and why; one that gave no reply is not asked again."""
        # Only the kind of error is logged: a provider's message may repeat the key.
        _log.warning("the chat model %s failed: %s", self.name, error.failure)
        _log.debug("how the chat model %s failed: %s", self.name, trace_of(error))
        if not isinstance(error, BadReply):
            self.given_up = error.failure
        return error.failure

    def tokens(self) -> dict[str, int]:
        """Tokens that were read and written by all models together; empty where none told."""
        used = self._usage.usage_metadata.values()
        if not used:
            return {}
        return {
            "input": sum(each["input_tokens"] for each in used),
            "output": sum(each["output_tokens"] for each in used),
        }
