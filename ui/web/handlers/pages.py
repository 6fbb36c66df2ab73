"""Event handler of the pictures of pages: show a page of a cited article, and turn it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from ingest.pages import Original, PageUnavailable, draw_page, find_on_page, original_of
from ui.access.readable import ReadableArticles
from ui.web.handlers.errors import reports_errors
from ui.web.handlers.request import words_of
from ui.web.html.pages import Picture, render_no_page_view, render_page_view
from ui.web.i18n.words import Words
from vectorstore.article import Article
from vectorstore.passage import Span

_WIDTH = 1200  # pixels: sharp at twice the width of the panel
_MOST_PAGES = 3
"""Pages that are shown at once, for words that stand on several."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Event handler of the view of pages; events name articles by their ids, never by paths."""

    readable: ReadableArticles

    @reports_errors
    def show(self, event: gr.EventData, request: gr.Request) -> str:
        """The pages on which the words of an event stand, or the one page that it asks for.

        Words on scans, which take seconds to find, are marked only for an event that is `marked`;
        for others, the view says that the page has to ask for them.
        """
        data, words = dict(event._data), words_of(request)
        article = self.readable.by(request.username).get(str(data.get("id", "")))
        cited = Span(_whole(data, "start"), _whole(data, "end"))
        if article is None:
            return render_no_page_view(str(data.get("id", "")), cited, "")
        try:
            return self._shown(article, cited, data, words)
        except PageUnavailable as error:
            return render_no_page_view(article.id, cited, _told(error, words))

    def _shown(self, article: Article, cited: Span, data: dict[str, Any], words: Words) -> str:
        original = original_of(self.readable.store.path, article)
        if original is None:
            return render_no_page_view(article.id, cited, "")
        page = _whole(data, "page")
        is_turned = 1 <= page <= len(article.page_starts)
        pages = (page,) if is_turned else _pages(article, cited)
        waits = article.certainty(pages) is not None and not data.get("marked")
        pictures = list(_pictures(original, article, Span(0, 0) if waits else cited, pages))
        asked = page if is_turned else 0
        return render_page_view(article, cited, pictures, words, asked, waits)


def _pages(article: Article, cited: Span) -> Sequence[int]:
    """The pages of the words cited; with none cited, that where they would begin."""
    start = min(max(cited.start, 0), len(article.text) - 1)
    pages = article.pages(start, max(min(cited.end, len(article.text)), start + 1))
    return pages[:_MOST_PAGES] or (1,)


def _pictures(
    original: Original, article: Article, cited: Span, pages: Sequence[int]
) -> Iterator[Picture]:
    for page in pages:
        png = draw_page(original, page, _WIDTH)
        marked = find_on_page(original, article, page, cited.start, cited.end)
        yield Picture(page, png, list(marked.boxes) if marked else [])


def _told(error: PageUnavailable, words: Words) -> str:
    """Why there is no picture, in the reader's language."""
    reasons = {
        "missing": words.page_missing,
        "changed": words.page_changed,
        "elsewhere": words.page_elsewhere,
        "undrawn": words.page_undrawn,
    }
    return reasons[error.reason]


def _whole(data: dict[str, Any], name: str) -> int:
    """A whole number of an event; 0 where it has none."""
    value = str(data.get(name, ""))
    return int(value) if value.isdecimal() and len(value) < 10 else 0
