"""Event handlers of questions and answers: ask, retry, stop, judge, link and open a source."""

import logging
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.api.admission import Admission
from ui.internal_errors import internal_errors
from ui.persistence.records import Feedback, Links
from ui.web.handlers.admitting import Refused, admit, questions_ahead
from ui.web.handlers.errors import reports_errors
from ui.web.handlers.progress import paced, with_loading
from ui.web.handlers.request import words_of
from ui.web.state.exchange import Exchange, follow
from ui.web.state.feedback import keep_feedback
from ui.web.state.history import to_keep
from ui.web.state.links import keep_linked
from ui.web.state.page import PageState, Writing
from ui.web.state.scope import Scope, read_scope
from ui.web.state.view import View
from ui.web.warm_up import WarmUp
from vectorstore.errors import CiteraError
from vectorstore.passage import Span

if TYPE_CHECKING:
    from assistant import Assistant
    from vectorstore.filters import Filters

logger = logging.getLogger(__name__)

_AS_THEY_ARE = (gr.skip(), gr.skip(), gr.skip(), gr.skip())
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
    feedback: Feedback
    links: Links

    def ask(self, question: str, page: PageState, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Stream (question box, thread, source panel, kept) until the answer is checked.

        The question is kept in the browser as soon as it is asked. A question that comes while
        another is answered is left in the box.
        """
        yield from self._ask(question, page, request)

    def _ask(
        self, question: str, page: PageState, request: gr.Request, instead_of: str = ""
    ) -> Iterator[tuple[Any, ...]]:
        words, scope = words_of(request), page.scope
        question = " ".join(question.split())[:_MAX_QUESTION]
        asked = Exchange(question, only=scope.described(words))
        answering = page.begin(asked, instead_of) if question else None
        if answering is None:
            yield _AS_THEY_ARE
            return
        # Closed at once: an error would keep it, and so its place in the queue.
        with answering, closing(self._exchanges(answering, scope, request)) as exchanges:
            try:
                with internal_errors(logger, "showing an answer"):
                    yield from self._updates(exchanges, answering, request)
            except CiteraError as error:
                if conversation := answering.show(asked.failed(error)):
                    thread = self.view.by(request.username).thread(conversation, words)
                    yield gr.skip(), thread, gr.skip(), gr.skip()

    def _updates(
        self, exchanges: Iterator[Exchange], answering: Writing, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        """The updates of the page for each stage of the exchange, until it ends or is stopped."""
        words, view = words_of(request), self.view.by(request.username)
        box: Any = ""
        opened = False
        for exchange in exchanges:
            conversation = answering.show(exchange)
            if conversation is None:
                yield _AS_THEY_ARE  # Gradio repeats the last update at the end: it is outdated
                return
            # Opened once: by the time that the rest is there, another may have been clicked.
            source = None if opened else view.first_source(exchange, words)
            opened = opened or source is not None
            kept = gr.skip() if box != "" else to_keep(conversation, opened=conversation)
            yield box, view.thread(conversation, words), source or gr.skip(), kept
            box = gr.skip()

    def _exchanges(
        self, answering: Writing, scope: Scope, request: gr.Request
    ) -> Generator[Exchange]:
        """The exchange at each stage, from waiting in the queue to the answer.

        A question that is not admitted fails with the reason.
        """
        asked = answering.begun
        try:
            with admit(self.admission, request) as ticket:
                for ahead in questions_ahead(ticket, request):
                    yield replace(asked, stage="waiting", ahead=ahead)
                filters = self.view.by(request.username).readable.filters(scope.filters)
                yield from self._answered(answering, scope.model, filters)
        except Refused as refusal:
            yield asked.failed(refusal)

    def _answered(self, answering: Writing, model: str, filters: "Filters") -> Iterator[Exchange]:
        default = next(iter(self.assistants.values()))
        assistant = self.assistants.get(model, default)
        exchanges = follow(assistant, answering.begun, answering.earlier, filters)
        loading = self.warm_up.running
        yield from paced(
            with_loading(exchanges, self.warm_up, assistant is default) if loading else exchanges
        )

    @reports_errors
    def choose(self, page: PageState, event: gr.EventData) -> None:
        """Take the scope chosen in the form of filters."""
        chosen = read_scope(dict(event._data), tuple(self.assistants))
        page.choose(chosen, int(event._data.get("number", 0)))

    @reports_errors
    def ask_example(
        self, page: PageState, event: gr.EventData, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        """Ask the example question that was clicked."""
        yield from self._ask(str(event._data.get("question", "")), page, request)

    @reports_errors
    def retry(
        self, page: PageState, event: gr.EventData, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        """Ask the question of a turn again, in place of that turn and those after it."""
        found = _exchange(event, page)
        yield from self._ask(found.question, page, request, found.id) if found else [_AS_THEY_ARE]

    @reports_errors
    def edit(self, page: PageState, event: gr.EventData) -> Any:
        """Put the question of a turn back into the question box."""
        found = _exchange(event, page)
        return found.question if found else gr.skip()

    @reports_errors
    def stop(self, page: PageState, request: gr.Request) -> str:
        """Stop the answer; what was written stays, marked as not checked."""
        return self.view.by(request.username).thread(page.stop(), words_of(request))

    @reports_errors
    def judge(self, page: PageState, event: gr.EventData, request: gr.Request) -> Any:
        """Store a reader's judgement of an answer, or the comment on it."""
        comment = str(event._data.get("comment", "")).strip()[:_MAX_COMMENT] or None
        liked = event._data.get("name") == "good"
        judged = page.judge(str(event._data.get("turn", "")), liked, comment)
        if judged is None:
            return gr.skip()
        keep_feedback(self.feedback, judged)
        return self.view.by(request.username).thread(page.conversation, words_of(request))

    @reports_errors
    def keep_link(self, page: PageState, event: gr.EventData) -> None:
        """Store the answer of a turn whose permanent link was copied."""
        found = _exchange(event, page)
        if found and found.answer:
            keep_linked(self.links, found.answer)

    @reports_errors
    def open_source(
        self, page: PageState, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, Any]:
        """(source panel, tab) for a citation or a found passage that was clicked."""
        found = _exchange(event, page)
        if found is None:
            return gr.skip(), gr.skip()
        start, end = event._data.get("start"), event._data.get("end")
        cited = Span(int(start), int(end)) if start is not None and end is not None else None
        number = int(event._data.get("number", 0))
        view = self.view.by(request.username)
        source = view.source(found, number, cited, words_of(request))
        return source, gr.Tabs(selected="source")


def _exchange(event: gr.EventData, page: PageState) -> Exchange | None:
    """The exchange that an event names; None if it is no longer in the conversation."""
    named = str(event._data.get("turn", ""))
    return next((each for each in page.conversation.exchanges if each.id == named), None)
