"""Views of a conversation: the thread, the source panel and the form of filters."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice

from markupsafe import Markup

from assistant.answer import Answer
from ui.access.readable import ReadableArticles
from ui.web.examples import example_questions
from ui.web.html.scope import render_scope
from ui.web.html.source import Focus, render_no_source, render_passage, render_source
from ui.web.html.thread import render_thread, render_welcome
from ui.web.i18n.words import Words
from ui.web.state.exchange import Exchange
from ui.web.state.history import Transcript
from ui.web.state.page import PageState
from vectorstore.passage import Span

_ARTICLES_FOR_EXAMPLES = 50


def _never(_: Answer) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class View:
    """Renders the parts of the page that need the articles, as one reader may see them."""

    readable: ReadableArticles
    models: tuple[str, ...] = ()
    """Names of the chat models to choose from; the first is the default."""
    translatable: Callable[[Answer], bool] = _never
    """Whether an answer has quotations that a reader may have translated."""

    def by(self, login: str | None) -> "View":
        """The view of the reader with this login."""
        return replace(self, readable=self.readable.by(login))

    def shown(self, conversation: Transcript) -> Transcript:
        """A conversation that a browser or a link kept, without exchanges that are closed.

        What is left of it is a conversation of its own, so that the browser keeps the whole one.
        """
        left = tuple(filter(self._may_show, conversation.exchanges))
        whole = len(left) == len(conversation.exchanges)
        if whole or not left:
            return conversation if whole else Transcript()
        return Transcript().grown(*left)

    def thread(self, conversation: Transcript, words: Words) -> str:
        """The conversation; a welcome before the first question."""
        welcome = Markup("") if conversation.exchanges else self._welcome(words)
        translatable = {
            each.id
            for each in conversation.exchanges
            if each.answer and not each.running and self.translatable(each.answer)
        }
        return render_thread(conversation.exchanges, words, welcome, translatable)

    def source(self, exchange: Exchange, number: int, cited: Span | None, words: Words) -> str:
        """The article of the passage `number` of an exchange, opened at the words cited."""
        if not 1 <= number <= len(exchange.passages):
            return render_no_source(words)
        passage = exchange.passages[number - 1]
        article = self.readable.get(passage.article_id)
        focus = Focus(Span(passage.start, passage.end), cited)
        if article is not None and article.text[passage.start : passage.end] == passage.text:
            return render_source(article, exchange.answer, focus, words)
        # Offsets into another text would mark words that prove nothing.
        note = words.article_removed if article is None else words.article_changed
        return render_passage(passage, exchange.answer, focus, note, words)

    def first_source(self, exchange: Exchange, words: Words) -> str | None:
        """The article opened at an answer's first citation; None where it has none."""
        sentences = exchange.answer.sentences if exchange.answer else ()
        for citation in (citation for sentence in sentences for citation in sentence.citations):
            cited = Span(citation.start, citation.end)
            return self.source(exchange, citation.number, cited, words)
        return None

    def article(self, article_id: str, words: Words) -> str:
        """A whole article, opened at its beginning."""
        article = self.readable.get(article_id)
        if article is None:
            return render_no_source(words)
        return render_source(article, None, Focus(Span(0, 0)), words)

    def scope(self, page: PageState, words: Words) -> str:
        """The form of filters, for the articles that there are and the scope of the page.

        A filter that the form does not offer is removed, as a reader could not see or lift it.
        """
        facets = self.readable.facets()
        return render_scope(facets, self.models, page.narrow(facets), words)

    def _may_show(self, exchange: Exchange) -> bool:
        answered = exchange.answer.passages if exchange.answer else ()
        return self.readable.may_show((*exchange.passages, *answered))

    def _welcome(self, words: Words) -> Markup:
        articles = list(islice(self.readable.articles(), _ARTICLES_FOR_EXAMPLES))
        count = self.readable.count()
        return render_welcome(words, count, example_questions(articles, words))
