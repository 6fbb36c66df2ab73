"""OpenAI's chat completions API, `/v1/chat/completions`, for clients written for it."""

import json
import logging
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ValidationError

from assistant.answer import Answer, AnswerEvent, Event, FinalEvent
from assistant.compose.composer import markers
from assistant.query.turns import Turn
from assistant.text.markdown import without_targets
from ui.access.rights import Rights
from ui.access.sessions import address_of, login_name
from ui.api.admission import Admission, TooManyQuestions
from ui.internal_errors import InternalError, internal_errors
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


class Completion(BaseModel):
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
            asked = Completion.model_validate(body)
            question, history = _question(asked.messages)
        except ValidationError as error:
            said = CiteraError(f"This is no request for a chat completion: {error}")
            return JSONResponse(_error_body(said), 400)
        except CiteraError as error:
            return JSONResponse(_error_body(error), 400)
        name = asked.model if asked.model in assistants else default
        filters = Filters(closed=rights.closed_to(login))
        answers = _answers(assistants[name], admission, reader, question, history, filters)
        try:
            with internal_errors(logger, "answering a question"):
                next(answers)  # enters the queue, so that a refusal has an HTTP status of its own
                if asked.stream:
                    return StreamingResponse(_chunks(answers, name), media_type="text/event-stream")
                return _whole(answers, name)
        except CiteraError as error:
            return _refusal(error)

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
) -> Iterator[AnswerEvent | FinalEvent | str]:
    """The answer as it becomes ready; until then, what is done for it, and first its admission.

    Raises:
        TooManyQuestions, QueueFull: before the first item, if the question is not admitted.
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


def _whole(answers: Iterator[AnswerEvent | FinalEvent | str], name: str) -> JSONResponse:
    """The answer as one response."""
    *_, last = answers
    assert not isinstance(last, str)  # the last one is the answer
    answer = last.answer
    message = {"role": "assistant", "content": _content(answer)}
    return JSONResponse(
        {
            **_head(name, "chat.completion"),
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": _usage(answer),
            "citations": _citations(answer),
        }
    )


def _chunks(answers: Iterator[AnswerEvent | FinalEvent | str], name: str) -> Iterator[str]:
    """The checked answer as server-sent events, followed by its translations."""
    head = _head(name, "chat.completion.chunk")

    def chunk(delta: dict[str, str], end: Literal["stop"] | None = None, **more: Any) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": end}
        return f"data: {json.dumps({**head, 'choices': [choice], **more}, ensure_ascii=False)}\n\n"

    yield chunk({"role": "assistant", "content": ""})
    try:
        is_told = False
        with internal_errors(logger, "answering a question"):
            for event in answers:
                if isinstance(event, str):
                    yield f": {event}\n\n"
                    continue
                content = (_translations if is_told else _content)(event.answer)
                for piece in content.splitlines(keepends=True):
                    yield chunk({"content": piece})
                is_told = True
                if isinstance(event, FinalEvent):
                    yield chunk({}, "stop", citations=_citations(event.answer))
    except CiteraError as error:
        yield f"data: {json.dumps(_error_body(error), ensure_ascii=False)}\n\n"
    yield "data: [DONE]\n\n"


def _content(answer: Answer) -> str:
    """The answer text, followed by the quote and the article for each marker such as [1].

    Many clients render it as Markdown: nothing that an article says makes them load anything.
    """
    quotes: dict[int, list[str]] = {}
    for row in _citations(answer):
        quotes.setdefault(row["number"], []).append(" ".join(row["quote"].split()))
    notes = [
        f"[{number}] “{' … '.join(dict.fromkeys(quoted))}” {_origin(answer, number)}"
        for number, quoted in sorted(quotes.items())
    ]
    return without_targets("\n\n".join([answer.text, *notes]))


def _translations(answer: Answer) -> str:
    """The translations of quotations, for an answer that was sent without them."""
    told = (sentence for sentence in answer.sentences if sentence.translation)
    return "".join(
        f"\n\n{markers(sentence)} ({without_targets(sentence.translation or '')})"
        for sentence in told
    )


def _origin(answer: Answer, number: int) -> str:
    passage = answer.passages[number - 1]
    return ", ".join(filter(None, (passage.title, passage.date, passage.url)))


def _citations(answer: Answer) -> list[dict[str, Any]]:
    """The citations of the answer, each with its article."""
    return [
        {
            **citation.model_dump(exclude={"passage_id"}),
            **answer.passages[citation.number - 1].model_dump(
                include={"title", "date", "source", "url"}
            ),
        }
        for sentence in answer.sentences
        for citation in sentence.citations
    ]


def _head(name: str, kind: str) -> dict[str, Any]:
    identity = f"chatcmpl-{uuid.uuid4().hex}"
    return {"id": identity, "object": kind, "created": int(time.time()), "model": name}


def _usage(answer: Answer) -> dict[str, int]:
    read, written = (answer.tokens.get(kind, 0) for kind in ("input", "output"))
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}


def _refusal(error: CiteraError) -> JSONResponse:
    """The error response: 429 over the rate limit, 500 for an internal error, else 503."""
    if isinstance(error, TooManyQuestions):
        return JSONResponse(_error_body(error), 429, {"Retry-After": str(error.seconds)})
    return JSONResponse(_error_body(error), 500 if isinstance(error, InternalError) else 503)


def _error_body(error: CiteraError) -> dict[str, Any]:
    kind = "internal_error" if isinstance(error, InternalError) else "citera"
    return {"error": {"message": str(error), "type": kind}}
