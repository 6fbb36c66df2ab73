"""Event handlers of the history: open, begin, save, list and delete conversations."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from ui.persistence.records import Links
from ui.web.handlers.errors import reports_errors
from ui.web.handlers.request import words_of
from ui.web.html.history import render_history
from ui.web.html.source import render_no_source
from ui.web.state.exchange import Exchange
from ui.web.state.history import (
    NO_OLD,
    Transcript,
    read_entries,
    read_old,
    read_transcript,
    to_keep,
)
from ui.web.state.links import read_linked
from ui.web.state.page import PageState
from ui.web.state.view import View


@dataclass(frozen=True, slots=True)
class Conversations:
    """Event handlers; `kept` is what the browser is to keep, see `to_keep`."""

    view: View
    links: Links

    @reports_errors
    def load(self, old: Any, stored: Any, page: PageState, request: gr.Request) -> tuple[Any, ...]:
        """(thread, source panel, kept, old history) as the page opens.

        `stored` is the conversation to open as the browser keeps it, `old` all of them as versions
        before 0.2.0 kept them.
        """
        words, view = words_of(request), self.view.by(request.username)
        known = view.shown(read_transcript(stored))
        former, opened = read_old(old)
        linked = view.shown(self._linked(request.query_params.get("answer", "")))
        first = linked if linked.id != known.id and linked.exchanges else known
        if not first.exchanges:
            first = view.shown(opened)
        if not page.open_first(first):  # a question was asked before this
            first = page.conversation
            return gr.skip(), gr.skip(), to_keep(first, opened=first, old=former), NO_OLD
        new = (linked,) if first is linked else ()
        source = render_no_source(words)
        if first.id == linked.id and linked.exchanges:
            source = view.first_source(linked.exchanges[0], words) or source
        return (
            view.thread(first, words),
            source,
            to_keep(*new, opened=first, old=former),
            NO_OLD,
        )

    @reports_errors
    def clear(self, page: PageState, request: gr.Request) -> tuple[str, str, str]:
        """(thread, source panel, kept) of a new conversation; the former one is kept."""
        return self._open(page, Transcript(), request)

    @reports_errors
    def recall(
        self, page: PageState, event: gr.EventData, request: gr.Request
    ) -> tuple[str, str, str]:
        """(thread, source panel, kept) of a conversation of the history; the former one is kept."""
        return self._open(page, read_transcript(event._data.get("talk")), request)

    @reports_errors
    def settle(self, page: PageState, request: gr.Request) -> tuple[str, str]:
        """(thread, kept) as they are, after an answer, a stop, a judgement or a translation.

        Of events that run at the same time, Gradio may show an earlier update after a later one,
        such as an unfinished answer after its stop.
        """
        conversation = page.conversation
        thread = self.view.by(request.username).thread(conversation, words_of(request))
        return thread, to_keep(conversation, opened=conversation)

    @reports_errors
    def forget(self, page: PageState, request: gr.Request) -> tuple[str, str, str]:
        """(thread, source panel, kept) once the open conversation was deleted in the browser."""
        words = words_of(request)
        page.open(Transcript())
        thread = self.view.by(request.username).thread(Transcript(), words)
        return thread, render_no_source(words), to_keep(opened=Transcript())

    @reports_errors
    def tell(self, event: gr.EventData, request: gr.Request) -> str:
        """The list of the conversations that the browser keeps; warns where one had no room."""
        if event._data.get("full"):
            gr.Warning(words_of(request).history_full)
        return render_history(read_entries(event._data.get("entries")), words_of(request))

    def _linked(self, name: str) -> Transcript:
        """A conversation of the answer that a permanent link names; an empty one without any."""
        answer = read_linked(self.links, name)
        if answer is None:
            return Transcript()
        seconds = answer.timings.get("total", 0.0)
        exchange = Exchange(
            answer.question, "done", answer.passages, answer=answer, seconds=seconds
        )
        return Transcript(name, (exchange,))

    def _open(
        self, page: PageState, conversation: Transcript, request: gr.Request
    ) -> tuple[str, str, str]:
        words, view = words_of(request), self.view.by(request.username)
        conversation = view.shown(conversation)
        former = page.open(conversation)
        opened = former if former.id == conversation.id else conversation
        kept = to_keep(former, opened=opened)
        return view.thread(opened, words), render_no_source(words), kept
