"""What the chat page does when something is asked, stopped, judged or opened in it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from markupsafe import Markup

from ui.examples import example_questions
from ui.exchange import Exchange, follow
from ui.feedback import keep_feedback
from ui.history import Conversation, read_history, render_history, write_history
from ui.i18n import Words, words_for
from ui.render import render_thread, render_welcome
from ui.render_source import Focus, render_no_source, render_source
from vectorstore.passage import Span

if TYPE_CHECKING:
    from assistant import Assistant

REFRESH_SECONDS = 0.08
"""Least time between two updates of the page while an answer streams: smooth, and cheap to send."""
_ARTICLES_FOR_EXAMPLES = 50
_MAX_QUESTION = 2000
_MAX_COMMENT = 1000
"""Characters that are read of what a reader writes."""


@dataclass(frozen=True, slots=True)
class Handlers:
    """The event handlers of a page; each returns new values for the components wired to it."""

    assistant: "Assistant"
    feedback: Path
    """File that judgements of answers are appended to."""

    def load(self, kept: Any, request: gr.Request) -> tuple[str, str, Conversation, str]:
        """(thread, source panel, conversation, history list) as the page opens."""
        words, history = words_of(request), read_history(kept)
        conversation = history.opened()
        return (
            self._thread(conversation, words),
            render_no_source(words),
            conversation,
            render_history(history, words),
        )

    def ask(
        self, question: str, conversation: Conversation, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        """Stream (question box, thread, source panel, conversation) until the answer is checked."""
        words = words_of(request)
        question = " ".join(question.split())[:_MAX_QUESTION]
        if not question:
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        box: Any = ""
        earlier = conversation.exchanges
        for exchange in _paced(follow(self.assistant, question, earlier)):
            conversation = conversation.grown(*earlier, exchange)
            source = gr.skip() if exchange.running else self._first_source(exchange, words)
            yield box, self._thread(conversation, words), source, conversation
            box = gr.skip()

    def ask_example(
        self, conversation: Conversation, event: gr.EventData, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        """Ask the example question that was clicked."""
        yield from self.ask(str(event._data.get("question", "")), conversation, request)

    def retry(
        self, conversation: Conversation, event: gr.EventData, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        """Ask the question of a turn again; that turn and those after it give way."""
        turn = _turn(event, conversation)
        before = conversation.grown(*conversation.exchanges[:turn])
        yield from self.ask(conversation.exchanges[turn].question, before, request)

    def edit(self, conversation: Conversation, event: gr.EventData) -> str:
        """Put the question of a turn back into the question box."""
        return conversation.exchanges[_turn(event, conversation)].question

    def stop(self, conversation: Conversation, request: gr.Request) -> tuple[str, Conversation]:
        """Keep what was written of an answer that was cut short, and say so."""
        exchanges = conversation.exchanges
        if exchanges and exchanges[-1].running:
            stopped = replace(exchanges[-1], stage="stopped")
            conversation = conversation.grown(*exchanges[:-1], stopped)
        return self._thread(conversation, words_of(request)), conversation

    def clear(self, kept: Any, request: gr.Request) -> tuple[str, str, Conversation, Any, str]:
        """Begin a new conversation."""
        words, empty = words_of(request), Conversation()
        history = read_history(kept).having(empty)
        return (
            self._thread(empty, words),
            render_no_source(words),
            empty,
            write_history(history),
            render_history(history, words),
        )

    def judge(
        self, conversation: Conversation, event: gr.EventData, request: gr.Request
    ) -> tuple[str, Conversation]:
        """Keep a reader's judgement of an answer, or the comment that follows it."""
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
        return self._thread(conversation, words_of(request)), conversation

    def remember(self, conversation: Conversation, kept: Any, request: gr.Request) -> Any:
        """(history in the browser, history list) after an answer or a judgement."""
        history = read_history(kept).having(conversation)
        return write_history(history), render_history(history, words_of(request))

    def recall(
        self, kept: Any, event: gr.EventData, request: gr.Request
    ) -> tuple[str, str, Conversation, Any, str]:
        """Open a conversation of the history."""
        words, history = words_of(request), read_history(kept)
        history = replace(history, current=str(event._data.get("id", "")))
        conversation = history.opened()
        return (
            self._thread(conversation, words),
            render_no_source(words),
            conversation,
            write_history(history),
            render_history(history, words),
        )

    def forget(self, kept: Any, event: gr.EventData, request: gr.Request) -> tuple[Any, str]:
        """Remove a conversation from the history."""
        history = read_history(kept).without(str(event._data.get("id", "")))
        return write_history(history), render_history(history, words_of(request))

    def open_source(
        self, conversation: Conversation, event: gr.EventData, request: gr.Request
    ) -> tuple[str, Any]:
        """(source panel, tab) for a citation or a found passage that was clicked."""
        exchange = conversation.exchanges[_turn(event, conversation)]
        number = int(event._data.get("number", 0))
        start, end = event._data.get("start"), event._data.get("end")
        cited = Span(int(start), int(end)) if start is not None and end is not None else None
        source = self._source(exchange, number, cited, words_of(request))
        return source, gr.Tabs(selected="source")

    def _first_source(self, exchange: Exchange, words: Words) -> Any:
        """The panel opened at an answer's first citation; as it was where there is none."""
        sentences = exchange.answer.sentences if exchange.answer else ()
        for citation in (citation for sentence in sentences for citation in sentence.citations):
            cited = Span(citation.start, citation.end)
            return self._source(exchange, citation.number, cited, words)
        return gr.skip()

    def _source(self, exchange: Exchange, number: int, cited: Span | None, words: Words) -> str:
        if not 1 <= number <= len(exchange.passages):
            return render_no_source(words)
        passage = exchange.passages[number - 1]
        article = self.assistant.store.get(passage.article_id)
        if article is None:
            return render_no_source(words)
        focus = Focus(Span(passage.start, passage.end), cited)
        return render_source(article, exchange.answer, focus, words)

    def _thread(self, conversation: Conversation, words: Words) -> str:
        welcome = Markup("") if conversation.exchanges else self._welcome(words)
        return render_thread(conversation.exchanges, words, welcome)

    def _welcome(self, words: Words) -> Markup:
        store = self.assistant.store
        articles = list(islice(store.articles(), _ARTICLES_FOR_EXAMPLES))
        return render_welcome(words, store.count().articles, example_questions(articles, words))


def _paced(exchanges: Iterator[Exchange]) -> Iterator[Exchange]:
    """Leave out updates that only add words and come faster than the page need show them."""
    shown, stage = 0.0, None
    for exchange in exchanges:
        now = time.monotonic()
        if exchange.stage != stage or now - shown >= REFRESH_SECONDS:
            shown, stage = now, exchange.stage
            yield exchange


def _turn(event: gr.EventData, conversation: Conversation) -> int:
    """The turn that an event of the page names; the last one where it names none that exists."""
    turn = int(event._data.get("turn", -1))
    count = len(conversation.exchanges)
    return turn if 0 <= turn < count else count - 1


def words_of(request: gr.Request) -> Words:
    """The words of the page in the language that the reader's browser asks for."""
    return words_for(request.headers.get("accept-language"))
