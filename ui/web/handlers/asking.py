"""Event handlers of questions and answers: ask, retry, stop, judge, link and open a source."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.api.admission import Admission, TooManyQuestions
from ui.api.queue import QueueFull, Ticket
from ui.internal_errors import internal_errors
from ui.web.handlers.errors import reports_errors
from ui.web.handlers.progress import paced, with_loading
from ui.web.handlers.request import reader_of, words_of
from ui.web.state.exchange import Exchange, follow
from ui.web.state.feedback import keep_feedback
from ui.web.state.history import Transcript
from ui.web.state.links import keep_linked
from ui.web.state.scope import Scope, read_scope
from ui.web.state.view import View
from ui.web.warm_up import WarmUp
from vectorstore.errors import CiteraError
from vectorstore.passage import Span

if TYPE_CHECKING:
    from assistant import Assistant

logger = logging.getLogger(__name__)

_TELL_SECONDS = 0.5
"""Seconds between two updates of the number of questions ahead."""
_MAX_QUESTION = 2000
_MAX_COMMENT = 1000
"""Characters; longer questions and comments are cut."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Event handlers; each returns new values for the components that `ui.web.chat` wires to it."""

    assistants: "Mapping[str, Assistant]"
    """By the name of the chat model; the first is the default."""
    view: View
    warm_up: WarmUp
    admission: Admission
    feedback: Path
    """File that judgements of answers are appended to."""
    links: Path
    """Folder of the answers that permanent links open."""

    def ask(
        self, question: str, conversation: Transcript, scope: Scope, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        """Stream (question box, thread, source panel, conversation) until the answer is checked."""
        words = words_of(request)
        question = " ".join(question.split())[:_MAX_QUESTION]
        answering = conversation.exchanges and conversation.exchanges[-1].running
        if not question or answering:
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        conversation = conversation.grown(*conversation.exchanges)  # named, if it was not
        asked = Exchange(question, only=scope.described(words))
        try:
            with internal_errors(logger, "showing an answer"):
                yield from self._updates(asked, conversation, scope, request)
        except CiteraError as error:
            # A conversation left running would refuse every further question.
            conversation = conversation.grown(*conversation.exchanges, asked.failed(error))
            yield gr.skip(), self.view.thread(conversation, words), gr.skip(), conversation

    def _updates(
        self, asked: Exchange, conversation: Transcript, scope: Scope, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        """The updates of the page for each stage of the exchange."""
        words, earlier = words_of(request), conversation.exchanges
        box: Any = ""
        opened = False
        for exchange in self._exchanges(asked, scope, earlier, request):
            conversation = conversation.grown(*earlier, exchange)
            # Opened once: by the time that the rest is there, another may have been clicked.
            source = None if opened else self.view.first_source(exchange, words)
            opened = opened or source is not None
            yield box, self.view.thread(conversation, words), source or gr.skip(), conversation
            box = gr.skip()

    def _exchanges(
        self, asked: Exchange, scope: Scope, earlier: Sequence[Exchange], request: gr.Request
    ) -> Iterator[Exchange]:
        """The exchange at each stage, from waiting in the queue to the answer.

        A question that is not admitted fails with the reason.
        """
        admitted = self._admit(request)
        if isinstance(admitted, str):
            yield replace(asked, stage="failed", error=admitted)
            return
        with admitted as ticket:
            while ahead := ticket.wait(_TELL_SECONDS):
                yield replace(asked, stage="waiting", ahead=ahead)
            yield from self._answered(asked, scope, earlier)

    def _admit(self, request: gr.Request) -> Ticket | str:
        """The question's ticket, or why it is refused, in the reader's language."""
        words = words_of(request)
        try:
            return self.admission.enter(reader_of(request))
        except TooManyQuestions as error:
            return words.slow_down.format(seconds=error.seconds)
        except QueueFull as error:
            return words.queue_full.format(count=error.waiting)

    def _answered(
        self, asked: Exchange, scope: Scope, earlier: Sequence[Exchange]
    ) -> Iterator[Exchange]:
        default = next(iter(self.assistants.values()))
        assistant = self.assistants.get(scope.model, default)
        exchanges = follow(assistant, asked, earlier, scope.filters)
        loading = self.warm_up.running
        yield from paced(
            with_loading(exchanges, self.warm_up, assistant is default) if loading else exchanges
        )

    @reports_errors
    def choose(self, event: gr.EventData) -> Scope:
        """The scope chosen in the form of filters."""
        return read_scope(dict(event._data), tuple(self.assistants))

    @reports_errors
    def ask_example(
        self, conversation: Transcript, scope: Scope, event: gr.EventData, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        """Ask the example question that was clicked."""
        yield from self.ask(str(event._data.get("question", "")), conversation, scope, request)

    @reports_errors
    def retry(
        self, conversation: Transcript, scope: Scope, event: gr.EventData, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        """Ask the question of a turn again, in place of that turn and those after it."""
        turn = _turn(event, conversation)
        before = conversation.grown(*conversation.exchanges[:turn])
        yield from self.ask(conversation.exchanges[turn].question, before, scope, request)

    @reports_errors
    def edit(self, conversation: Transcript, event: gr.EventData) -> str:
        """Put the question of a turn back into the question box."""
        return conversation.exchanges[_turn(event, conversation)].question

    @reports_errors
    def stop(self, conversation: Transcript, request: gr.Request) -> tuple[str, Transcript]:
        """Stop the answer; what was written stays, marked as not checked."""
        exchanges = conversation.exchanges
        if exchanges and exchanges[-1].running:
            conversation = conversation.grown(*exchanges[:-1], exchanges[-1].at_rest())
        return self.view.thread(conversation, words_of(request)), conversation

    @reports_errors
    def judge(
        self, conversation: Transcript, event: gr.EventData, request: gr.Request
    ) -> tuple[str, Transcript]:
        """Store a reader's judgement of an answer, or the comment on it."""
        turn = _turn(event, conversation)
        exchanges = list(conversation.exchanges)
        comment = str(event._data.get("comment", "")).strip()[:_MAX_COMMENT]
        if comment:
            judged = replace(exchanges[turn], comment=comment)
        else:
            judged = replace(exchanges[turn], liked=event._data.get("name") == "good", comment=None)
        keep_feedback(self.feedback, judged)
        exchanges[turn] = judged
        conversation = conversation.grown(*exchanges)
        return self.view.thread(conversation, words_of(request)), conversation

    @reports_errors
    def keep_link(self, conversation: Transcript, event: gr.EventData) -> None:
        """Store the answer of a turn whose permanent link was copied."""
        answer = conversation.exchanges[_turn(event, conversation)].answer
        if answer:
            keep_linked(self.links, answer)

    @reports_errors
    def open_source(
        self, conversation: Transcript, event: gr.EventData, request: gr.Request
    ) -> tuple[str, Any]:
        """(source panel, tab) for a citation or a found passage that was clicked."""
        exchange = conversation.exchanges[_turn(event, conversation)]
        start, end = event._data.get("start"), event._data.get("end")
        cited = Span(int(start), int(end)) if start is not None and end is not None else None
        number = int(event._data.get("number", 0))
        source = self.view.source(exchange, number, cited, words_of(request))
        return source, gr.Tabs(selected="source")


def _turn(event: gr.EventData, conversation: Transcript) -> int:
    """The index of the turn that an event names; the last turn if it names none that exists."""
    turn = int(event._data.get("turn", -1))
    count = len(conversation.exchanges)
    return turn if 0 <= turn < count else count - 1
