"""OpenAI's chat completions API, `/v1/chat/completions`, for clients written for it."""

import logging
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ValidationError

from assistant.answer import AnswerEvent, Event, FinalEvent
from assistant.query.turns import Turn
from ui.access.rights import Rights
from ui.access.sessions import address_of, login_name
from ui.api.admission import Admission
from ui.api.openai_answers import Answers, chunks, error_body, refusal, whole
from ui.internal_errors import internal_errors
from ui.operations.answers import observed
from vectorstore.errors import CiteraError
from vectorstore.filters import Filters

if TYPE_CHECKING:
    from assistant import Assistant

logger = logging.getLogger(__name__)


class Message(BaseModel):
    """One message of a conversation; only the parts that are text are read."""

    role: str
    content: str | list[dict[str, Any]] | None = None

    @property
    def text(self) -> str:
        """The text of the message."""
        if isinstance(self.content, str):
            return self.content
        return " ".join(str(part.get("text", "")) for part in self.content or ())


class CompletionRequest(BaseModel):
    """A chat completion request; the other parameters of the API are ignored."""

    messages: list[Message]
    model: str = ""
    stream: bool = False


def openai_routes(
    assistants: "Mapping[str, Assistant]", admission: Admission, rights: Rights
) -> APIRouter:
    """The routes `/v1/models` and `/v1/chat/completions`.

    `assistants` maps the names of chat models to assistants; the first is the default. Where the
    chat needs a login, `ui.access.sessions.RequireLogin` stands before them, and takes a login as
    the API key.
    """
    routes = APIRouter(prefix="/v1")
    default = next(iter(assistants))

    @routes.get("/models")
    def models() -> dict[str, Any]:
        rows = [{"id": name, "object": "model", "owned_by": "citera"} for name in assistants]
        return {"object": "list", "data": rows}

    @routes.post("/chat/completions", response_model=None)
    def chat_completions(body: dict[str, Any], request: Request) -> Response:
        login = login_name(request)
        reader = login or address_of(request)
        try:
            asked = CompletionRequest.model_validate(body)
            question, history = _question(asked.messages)
        except ValidationError as error:
            said = CiteraError(f"This is no request for a chat completion: {error}")
            return JSONResponse(error_body(said), 400)
        except CiteraError as error:
            return JSONResponse(error_body(error), 400)
        name = asked.model if asked.model in assistants else default
        filters = Filters(closed=rights.closed_to(login))
        answers = _answers(assistants[name], admission, reader, question, history, filters)
        try:
            with internal_errors(logger, "answering a question"):
                next(answers)  # enters the queue, so that a refusal has an HTTP status of its own
                if asked.stream:
                    return StreamingResponse(chunks(answers, name), media_type="text/event-stream")
                return whole(answers, name)
        except CiteraError as error:
            return refusal(error)

    return routes


def _question(messages: Sequence[Message]) -> tuple[str, list[Turn]]:
    """The last question and the turns before it; system messages are ignored.

    Raises:
        CiteraError: if the last message is not a question.
    """
    said = [message for message in messages if message.role in ("user", "assistant")]
    if not said or said[-1].role != "user" or not said[-1].text.strip():
        raise CiteraError("The last of `messages` has to be the question, in the role `user`.")
    turns = [
        Turn(asked.text, answered.text)
        for asked, answered in pairwise(said)
        if (asked.role, answered.role) == ("user", "assistant")
    ]
    return said[-1].text, turns


def _answers(
    assistant: "Assistant",
    admission: Admission,
    reader: str,
    question: str,
    history: Sequence[Turn],
    filters: Filters,
) -> Answers:
    """The answer as it becomes ready; until then, what is done for it, and first its admission.

    Raises:
        TooManyQuestions, QueueFull, QueueClosed: if the question is not admitted; the last also
            where the chat is stopped while it waits.
    """
    with admission.enter(reader) as ticket:
        yield "admitted"
        while ticket.wait(5):
            yield "waiting"
        event: Event | None = None
        events = assistant.stream(question, history, filters)
        for event in observed(events, question, "openai"):
            if isinstance(event, AnswerEvent | FinalEvent) and not _provisional(event):
                yield event
            else:
                yield "at work"
        if not isinstance(event, FinalEvent):
            raise AssertionError("the stream ended without an answer")


def _provisional(event: AnswerEvent | FinalEvent) -> bool:
    """Whether an answer might be taken back; what is sent cannot be."""
    return isinstance(event, AnswerEvent) and event.provisional
