"""What is shown of an article that has changed since it was cited, on a real store."""

import pytest

from ingest import ingest_paths
from tests.ui.answers import answer, citation, cited_passage
from tests.ui.web.html.test_source import marks
from tests.ui.web.html.test_thread import Page
from ui.access.readable import ReadableArticles
from ui.web.i18n.choose import ENGLISH
from ui.web.state.exchange import Exchange
from ui.web.state.view import View
from vectorstore.passage import Span
from vectorstore.store import Store

TEXT = "The dam of Ostra held. Its wall is of clay, said the mayor. Nobody was hurt.\n"
QUOTE = "Its wall is of clay"


@pytest.fixture
def news(tmp_path):
    file = tmp_path / "dam.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.fixture
def view(embedder, tmp_path, news):
    with Store.open(tmp_path / "store", embedder) as store:
        ingest_paths(store, [news])
        yield View(ReadableArticles(store))


@pytest.fixture
def shown(view):
    """Opens the citation of an answer that was made from the article as it was at first."""
    (article,) = view.readable.store.articles()
    passage = cited_passage(article, "Its wall is of clay, said the mayor.")
    quote = citation(1, passage, QUOTE)
    exchange = Exchange(
        "What is it of?", "done", (passage,), answer=answer([passage], ("So.", (quote,)))
    )
    return lambda: view.source(exchange, 1, Span(quote.start, quote.end), ENGLISH)


def test_the_words_cited_are_marked_in_the_whole_article(shown):
    html = shown()
    assert marks(html) == [QUOTE]
    assert "Nobody was hurt." in Page(html).text


def test_an_article_that_has_changed_gives_way_to_the_passage_as_it_was(shown, view, news):
    news.write_text(f"Correction: two were hurt.\n\n{TEXT}", encoding="utf-8")
    ingest_paths(view.readable.store, [news])
    html = shown()
    assert marks(html) == [QUOTE]
    assert '<mark class="is-focus"' in html
    text = Page(html).text
    assert ENGLISH.article_changed in text
    assert "Correction" not in text


def test_what_still_stands_in_a_changed_article_is_shown_there(shown, view, news):
    news.write_text(f"{TEXT}\nAn inquiry has begun.\n", encoding="utf-8")
    ingest_paths(view.readable.store, [news])
    html = shown()
    assert marks(html) == [QUOTE]
    assert "An inquiry has begun." in Page(html).text


def test_the_passage_outlives_its_article(shown, view):
    (article,) = view.readable.store.articles()
    view.readable.store.remove(article.id)
    html = shown()
    assert marks(html) == [QUOTE]
    assert ENGLISH.article_removed in Page(html).text


def test_another_quote_that_no_longer_stands_is_not_marked(view, news):
    (article,) = view.readable.store.articles()
    passage = cited_passage(article, "The dam of Ostra held.")
    kept, gone = citation(1, passage, "Ostra"), citation(1, passage, "held")
    gone = gone.model_copy(update={"quote": "broke"})
    made = answer([passage], ("So.", (kept, gone)))
    html = view.source(Exchange("Why?", "done", (passage,), answer=made), 1, None, ENGLISH)
    assert marks(html) == ["Ostra"]
