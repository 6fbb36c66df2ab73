"""Admission of what a reader asks of the chat model; a refusal is in the reader's language."""

from collections.abc import Iterator

import gradio as gr

from ui.api.admission import Admission, TooManyQuestions
from ui.api.queue import QueueClosed, QueueFull, Ticket
from ui.web.handlers.request import reader_of, words_of
from vectorstore.errors import CiteraError

_TELL_SECONDS = 0.5
"""Seconds between two updates of the number of questions ahead."""


class Refused(CiteraError):
    """A question, or a translation, is not admitted, for this reason."""


def admit(admission: Admission, request: gr.Request) -> Ticket:
    """A ticket of the queue: a context manager, which leaves the queue on exit.

    Raises:
        Refused: if the reader asks too often, no more may wait, or the chat is being stopped.
    """
    words = words_of(request)
    try:
        return admission.enter(reader_of(request))
    except TooManyQuestions as error:
        raise Refused(words.slow_down.format(seconds=error.seconds)) from None
    except QueueFull as error:
        raise Refused(words.queue_full.format(count=error.waiting)) from None
    except QueueClosed:
        raise Refused(words.stopping) from None


def questions_ahead(ticket: Ticket, request: gr.Request) -> Iterator[int]:
    """The number of questions ahead of a ticket, time and again, until it is its turn.

    Raises:
        Refused: if the chat is being stopped meanwhile.
    """
    try:
        while ahead := ticket.wait(_TELL_SECONDS):
            yield ahead
    except QueueClosed:
        raise Refused(words_of(request).stopping) from None
