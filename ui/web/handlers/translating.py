"""Event handler of translations: the quotations of an answer, in the language of its question."""

import logging
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.answer import Answer
from ui.api.admission import Admission
from ui.internal_errors import InternalError, internal_errors
from ui.web.handlers.admitting import admit, questions_ahead
from ui.web.handlers.errors import reports_errors
from ui.web.handlers.request import words_of
from ui.web.state.exchange import Exchange
from ui.web.state.page import PageState
from ui.web.state.view import View
from vectorstore.errors import CiteraError

if TYPE_CHECKING:
    from assistant import Assistant

logger = logging.getLogger(__name__)

_MOST_SENTENCES = 30
"""More than an answer has. One that a browser sends back may have any number, and would occupy the
chat model for as long."""


def translator_of(
    assistants: "Mapping[str, Assistant]", answer: Answer | None
) -> "Assistant | None":
    """The assistant that gave an answer, if it can translate quotations of it; else None."""
    if answer is None or len(answer.sentences) > _MOST_SENTENCES:
        return None
    assistant = assistants.get(answer.model)
    return assistant if assistant is not None and assistant.translatable(answer) else None


@dataclass(frozen=True, slots=True)
class Translating:
    """Event handler; returns new values of the conversation on the page."""

    assistants: "Mapping[str, Assistant]"
    """By the name of the chat model."""
    view: View
    admission: Admission

    @reports_errors
    def translate(self, page: PageState, event: gr.EventData, request: gr.Request) -> Iterator[Any]:
        """Stream the thread from the queue to the translations of a turn's quotations.

        Nothing changes where the turn is gone, or its quotations are being translated already.
        """
        words, view = words_of(request), self.view.by(request.username)
        translation = page.translate(str(event._data.get("turn", "")), words.translating)
        if translation is None:
            yield gr.skip()
            return
        with translation, closing(self._exchanges(translation.begun, request)) as exchanges:
            for exchange in exchanges:
                conversation = translation.show(exchange)
                if conversation is None:
                    yield gr.skip()  # Gradio repeats the last update at the end: it is outdated
                    return
                yield view.thread(conversation, words)

    def _exchanges(self, begun: Exchange, request: gr.Request) -> Generator[Exchange]:
        """The exchange at each stage of its translation; the last one is at its end."""
        words = words_of(request)
        try:
            with (
                internal_errors(logger, "translating quotations"),
                admit(self.admission, request) as ticket,
            ):
                for ahead in questions_ahead(ticket, request):
                    yield replace(begun, told=words.waiting.format(ahead=ahead))
                yield begun
                ended = self._translated(begun, request)
        except CiteraError as error:
            told = words.internal_error if isinstance(error, InternalError) else str(error)
            ended = replace(begun, told=told, translating=False)
        yield ended

    def _translated(self, begun: Exchange, request: gr.Request) -> Exchange:
        """The exchange with translations; it tells what could not be translated."""
        words, told = words_of(request), ""
        answer = begun.answer
        assistant = translator_of(self.assistants, answer)
        if assistant is not None and answer is not None:
            answer = assistant.translate(answer)
            if assistant.translatable(answer):
                is_new = answer != begun.answer
                told = words.others_not_translated if is_new else words.not_translated
        return replace(begun, answer=answer, told=told, translating=False)
