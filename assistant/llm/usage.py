"""`ChatUse`: the chat model as one question uses it, counted, and given up where it fails."""

import logging
from collections.abc import Callable
from functools import cached_property

from langchain_core.callbacks import UsageMetadataCallbackHandler

from assistant.llm.failures import BadReply, Failure, failure_of, trace_of
from assistant.llm.load import Chat

_log = logging.getLogger(__name__)


class ChatUse:
    """The chat model that `load` gives, the tokens spent on it, and whether it was given up."""

    def __init__(self, load: Callable[[], Chat]) -> None:
        self._load = load
        self._usage = UsageMetadataCallbackHandler()
        self.given_up: Failure | None = None
        """Why the chat model is not asked again for this question."""

    @cached_property
    def chat(self) -> Chat:
        """The chat model, its tokens counted; raises what `load` raises."""
        return self._load().counted_by(self._usage)

    def fail(self, error: Exception) -> Failure:
        """Note that the chat model failed, and why; one that gave no reply is not asked again."""
        failure, name = failure_of(error), self.chat.name
        # Only the kind of error is logged: a provider's message may repeat the key.
        _log.warning("the chat model %s failed: %s", name, failure)
        _log.debug("how the chat model %s failed: %s", name, trace_of(error))
        if not isinstance(error, BadReply):
            self.given_up = failure
        return failure

    def tokens(self) -> dict[str, int]:
        """Tokens that were read and written by all models together; empty where none told."""
        used = self._usage.usage_metadata.values()
        if not used:
            return {}
        return {
            "input": sum(each["input_tokens"] for each in used),
            "output": sum(each["output_tokens"] for each in used),
        }
