"""What the chat page does when something is asked, clicked or stopped in it."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import gradio as gr
from markupsafe import Markup

from ui.examples import example_questions
from ui.exchange import Exchange, follow
from ui.i18n import Words, words_for
from ui.render import render_thread, render_welcome
from ui.render_source import Focus, render_no_source, render_source
from vectorstore.passage import Span

if TYPE_CHECKING:
    from assistant import Assistant

logger = logging.getLogger(__name__)

Conversation = tuple[Exchange, ...]

REFRESH_SECONDS = 0.08
"""Least time between two updates of the page while an answer streams: smooth, and cheap to send."""
_ARTICLES_FOR_EXAMPLES = 50
_MAX_QUESTION = 2000
"""Characters of a question that are read."""


@dataclass(frozen=True, slots=True)
class Handlers:
    """The page's event handlers; each returns new values for the components wired to it."""

    assistant: "Assistant"

    def load(self, conversation: Conversation, request: gr.Request) -> tuple[str, str]:
        """The thread and the source panel as the page opens."""
        words = _words(request)
        return self._thread(conversation, words), render_no_source(words)

    def ask(
        self, question: str, conversation: Conversation, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        """Stream (question box, thread, source panel, conversation) until the answer is checked."""
        words = _words(request)
        question = " ".join(question.split())[:_MAX_QUESTION]
        if not question:
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        box: Any = ""
        for exchange in _paced(follow(self.assistant, question, conversation)):
            grown = (*conversation, exchange)
            source = gr.skip() if exchange.running else self._first_source(exchange, words)
            yield box, self._thread(grown, words), source, grown
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
        yield from self.ask(conversation[turn].question, conversation[:turn], request)

    def edit(self, conversation: Conversation, event: gr.EventData) -> str:
        """Put the question of a turn back into the question box."""
        return conversation[_turn(event, conversation)].question

    def stop(self, conversation: Conversation, request: gr.Request) -> tuple[str, Conversation]:
        """Keep what was written of an answer that was cut short, and say so."""
        if conversation and conversation[-1].running:
            stopped = replace(conversation[-1], stage="stopped")
            conversation = (*conversation[:-1], stopped)
        return self._thread(conversation, _words(request)), conversation

    def clear(self, request: gr.Request) -> tuple[str, str, Conversation]:
        """Begin a new conversation."""
        words = _words(request)
        return self._thread((), words), render_no_source(words), ()

    def open_source(
        self, conversation: Conversation, event: gr.EventData, request: gr.Request
    ) -> str:
        """Show the article behind a citation or a found passage."""
        exchange = conversation[_turn(event, conversation)]
        number = int(event._data.get("number", 0))
        start, end = event._data.get("start"), event._data.get("end")
        cited = Span(int(start), int(end)) if start is not None and end is not None else None
        return self._source(exchange, number, cited, _words(request))

    def _first_source(self, exchange: Exchange, words: Words) -> Any:
        """The panel opened at an answer's first citation; as it was where there is none."""
        sentences = exchange.answer.sentences if exchange.answer else ()
        for sentence in sentences:
            for citation in sentence.citations:
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
        welcome = Markup("") if conversation else self._welcome(words)
        return render_thread(conversation, words, welcome)

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
    return turn if 0 <= turn < len(conversation) else len(conversation) - 1


def _words(request: gr.Request) -> Words:
    return words_for(request.headers.get("accept-language"))
