"""Loads chat models: the local one as a LangChain model for each role, or a hosted one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from langchain_core.runnables.base import RunnableBinding
from pydantic import SecretStr

from assistant.llm.failures import guarded, told_as_failures
from assistant.llm.hosted import Stop, read_reply, stream_chunks
from assistant.llm.llama_server import Engine, Slot, start_engine
from assistant.llm.packaged_gguf import prepare_local_model
from assistant.settings import Settings
from vectorstore.errors import ModelUnavailable

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage, BaseMessage
    from langchain_core.runnables import Runnable

LOCAL = "local"
"""The setting `model` for the packaged model."""

Model: TypeAlias = "Runnable[Any, AIMessage]"
"""A LangChain chat model, or one with options bound to it."""


class Guarded(RunnableBinding[Any, Any]):
    """A model that raises `ModelFailed` for whatever its package raises."""

    def invoke(self, *args: Any, **kwargs: Any) -> Any:
        """The whole reply."""
        with told_as_failures():
            return super().invoke(*args, **kwargs)

    def stream(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        """The reply piece by piece."""
        pieces: Any = super().stream(*args, **kwargs)
        yield from guarded(pieces)


@dataclass(frozen=True)
class LocalModel:
    """A small model in this process, in each of its roles; all raise `ModelFailed`."""

    name: str
    engine: Engine
    verify: Model
    phrase: Model
    grade: Model
    translate: Model

    def counted_by(self, usage: "BaseCallbackHandler") -> "LocalModel":
        """This model, telling `usage` of the tokens of each call."""
        counted: dict[str, Any] = {
            role: _counted(getattr(self, role), usage) for role in LOCAL_ROLES
        }
        return replace(self, **counted)


LOCAL_ROLES = ("verify", "phrase", "grade", "translate")
"""What the local model is asked to do, each by the field of `LocalModel` that does it."""


@dataclass(frozen=True)
class HostedModel:
    """A model behind LangChain's common interface."""

    name: str
    model: Model
    seconds: float = 60.0
    """Time that it may take for one reply."""
    most_characters: int = 8000
    """Length at which a reply is given up: not every provider keeps to the tokens asked for."""
    stop: Stop | None = None

    def reply(self, prompt: "list[BaseMessage]") -> Iterator[str]:
        """The model's reply to a prompt, piece by piece.

        Raises `BadReply` where the reply is not whole, and `ModelFailed` where none came in time.
        """
        chunks = stream_chunks(self.model, prompt, self.seconds, self.stop)
        yield from guarded(read_reply(chunks, self.most_characters))

    def counted_by(self, usage: "BaseCallbackHandler") -> "HostedModel":
        """This model, telling `usage` of the tokens of each call."""
        return replace(self, model=_counted(self.model, usage))


_CHARACTERS_A_TOKEN = 8
"""More than a token has in any common language."""


def load_local(settings: Settings) -> LocalModel:
    """Load the packaged model, or the GGUF file that `settings.model` names.

    Raises `ModelUnavailable` where it cannot be had.
    """
    import httpx

    from assistant.llm.untraced import UntracedChatOpenAI

    if settings.model == LOCAL:
        path = prepare_local_model(settings.cache)
    else:
        path = Path(settings.model).expanduser()
    engine = start_engine(path, settings.threads)
    limits = httpx.Limits(max_keepalive_connections=0)

    def chat_model(slot: Slot, max_tokens: int, **options: Any) -> "BaseChatModel":
        return UntracedChatOpenAI(
            model="local",
            base_url=f"{engine.base_url}/v1",
            api_key=SecretStr(engine.api_key),
            temperature=0,
            max_completion_tokens=max_tokens,
            timeout=settings.timeout,
            max_retries=0,  # an engine that hangs would be waited for twice
            stream_usage=True,
            extra_body={"id_slot": slot.value},
            lock=engine.locks[slot],
            # A proxy of the environment must not be asked for an address of this machine. A kept
            # connection may have been closed by the engine meanwhile, and nothing is tried again.
            http_client=httpx.Client(trust_env=False, limits=limits),
            http_async_client=httpx.AsyncClient(trust_env=False, limits=limits),
            **options,
        )

    longest = settings.max_answer_tokens
    return LocalModel(
        name=settings.model,
        engine=engine,
        verify=Guarded(bound=chat_model(Slot.SENTENCE, 1, logprobs=True, top_logprobs=20)),
        phrase=Guarded(bound=chat_model(Slot.SENTENCE, longest)),
        grade=Guarded(bound=chat_model(Slot.TRANSLATE, 1)),
        translate=Guarded(bound=chat_model(Slot.TRANSLATE, longest)),
    )


def load_hosted(settings: Settings) -> HostedModel:
    """The hosted model that `settings.model` names, by LangChain's id.

    Raises `ModelUnavailable` where its package is missing or refuses the settings.
    """
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {
        "temperature": 0,
        "max_tokens": settings.hosted_answer_tokens,
        "timeout": settings.timeout,
        "max_retries": settings.retries,
    }
    if settings.api_key is not None:
        options["api_key"] = settings.api_key  # kept secret: an error may repeat all options
    if settings.base_url is not None:
        options["base_url"] = settings.base_url
    try:
        model = init_chat_model(settings.model, **options)
    except ImportError as error:
        raise ModelUnavailable(
            f"CITERA_MODEL is {settings.model!r}, whose LangChain package is not installed: {error}"
        ) from error
    except Exception as error:  # providers raise errors of many kinds for a missing key or name
        raise ModelUnavailable(
            f"The chat model {settings.model!r} cannot be used ({_first_line(error, settings)})."
            " CITERA_MODEL takes `local`, `extractive`, the path of a .gguf file, or a LangChain id"
            " such as `ollama:llama3.1`; a hosted model's key goes into CITERA_API_KEY."
        ) from None
    if "stream_usage" in type(model).model_fields:
        # Left to itself, ChatOpenAI does not ask a server at another address for token counts.
        model = model.model_copy(update={"stream_usage": True})
    longest = settings.hosted_answer_tokens * _CHARACTERS_A_TOKEN
    return HostedModel(settings.model, model, settings.timeout, longest)


def _counted(model: Model, usage: "BaseCallbackHandler") -> Model:
    return model.with_config(callbacks=[usage])


def _first_line(error: Exception, settings: Settings) -> str:
    line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return line.replace(settings.api_key.get_secret_value(), "…") if settings.api_key else line
