"""Answers in the form of OpenAI's chat completions API: whole, in chunks, or as an error."""

import json
import logging
import time
import uuid
from collections.abc import Iterator
from typing import Any, Literal

from fastapi.responses import JSONResponse

from assistant.answer import Answer, AnswerEvent, FinalEvent
from assistant.compose.composer import markers
from assistant.text.markdown import without_targets
from ui.api.admission import TooManyQuestions
from ui.internal_errors import InternalError, internal_errors
from vectorstore.errors import CiteraError

logger = logging.getLogger(__name__)

Answers = Iterator[AnswerEvent | FinalEvent | str]
"""The answer as it becomes ready, the last one whole; texts say what is done until then."""


def whole(answers: Answers, name: str) -> JSONResponse:
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


def chunks(answers: Answers, name: str) -> Iterator[str]:
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
        yield f"data: {json.dumps(error_body(error), ensure_ascii=False)}\n\n"
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


def refusal(error: CiteraError) -> JSONResponse:
    """The error response: 429 over the rate limit, 500 for an internal error, else 503."""
    if isinstance(error, TooManyQuestions):
        return JSONResponse(error_body(error), 429, {"Retry-After": str(error.seconds)})
    return JSONResponse(error_body(error), 500 if isinstance(error, InternalError) else 503)


def error_body(error: CiteraError) -> dict[str, Any]:
    """The body of a response that tells an error."""
    kind = "internal_error" if isinstance(error, InternalError) else "citera"
    return {"error": {"message": str(error), "type": kind}}
