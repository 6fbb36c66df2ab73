"""Event handlers of the history: open, begin, save and delete conversations."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import gradio as gr

from ui.web.handlers.errors import reports_errors
from ui.web.handlers.request import words_of
from ui.web.html.source import render_no_source
from ui.web.i18n.words import Words
from ui.web.state.exchange import Exchange
from ui.web.state.history import History, Transcript, read_history, render_history, write_history
from ui.web.state.links import read_linked
from ui.web.state.view import View


@dataclass(frozen=True, slots=True)
class Conversations:
    """Event handlers; `kept` is the history as stored in the browser."""

    view: View
    links: Path
    """Folder of the answers that permanent links open."""

    @reports_errors
    def load(self, kept: Any, request: gr.Request) -> tuple[str, str, Transcript, Any, str]:
        """(thread, source panel, conversation, history, its list) as the page opens."""
        words, history = words_of(request), read_history(kept)
        name = request.query_params.get("answer", "")
        linked = read_linked(self.links, name)
        if linked is None:
            return self._open(history, words)
        exchange = Exchange(
            linked.question,
            "done",
            linked.passages,
            answer=linked,
            seconds=linked.timings.get("total", 0.0),
        )
        known = replace(history, current=name).opened()  # it may have follow-ups by now
        conversation = known if known.exchanges else Transcript(name, (exchange,))
        opened = self._open(history.having(conversation), words)
        return opened[0], self.view.first_source(exchange, words) or opened[1], *opened[2:]

    @reports_errors
    def clear(self, kept: Any, request: gr.Request) -> tuple[str, str, Transcript, Any, str]:
        """Begin a new conversation."""
        return self._open(read_history(kept).having(Transcript()), words_of(request))

    @reports_errors
    def recall(
        self, kept: Any, event: gr.EventData, request: gr.Request
    ) -> tuple[str, str, Transcript, Any, str]:
        """Open a conversation of the history."""
        current = str(event._data.get("id", ""))
        return self._open(replace(read_history(kept), current=current), words_of(request))

    @reports_errors
    def remember(self, conversation: Transcript, kept: Any, request: gr.Request) -> tuple[Any, str]:
        """(history, its list) after an answer or a judgement."""
        history = read_history(kept).having(conversation)
        return write_history(history), render_history(history, words_of(request))

    @reports_errors
    def forget(
        self, conversation: Transcript, kept: Any, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        """Remove a conversation from the history, and from the page where it is the open one."""
        words, gone = words_of(request), str(event._data.get("id", ""))
        history = read_history(kept).without(gone)
        if gone == conversation.id:
            return self._open(replace(history, current=""), words)
        kept, told = write_history(history), render_history(history, words)
        return gr.skip(), gr.skip(), gr.skip(), kept, told

    def _open(self, history: History, words: Words) -> tuple[str, str, Transcript, Any, str]:
        conversation = history.opened()
        return (
            self.view.thread(conversation, words),
            render_no_source(words),
            conversation,
            write_history(history),
            render_history(history, words),
        )
