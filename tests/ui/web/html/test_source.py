"""Tests of ui/web/html/source.py: the marks lie on the very words that are cited."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.answers import answer, citation, cited_passage
from tests.ui.web.html.test_thread import HOSTILE, Page
from ui.web.html.source import Focus, render_no_source, render_source
from ui.web.i18n.choose import ENGLISH, FRENCH
from vectorstore.article import Article
from vectorstore.passage import Span

TEXT = "Early words. “Ünïcödé 😀 proof” stands here. Later words."


def marks(html: str) -> list[str]:
    return [Page(mark).text for mark in re.findall(r"<mark.*?</mark>", html, re.DOTALL)]


@pytest.fixture
def article() -> Article:
    return Article(
        text=TEXT,
        title="News",
        source="n.txt",
        date="2020-01",
        language="fr",
        author="A. Writer",
        url="https://example.org/n",
    )


def test_the_mark_is_the_quote_by_code_points(article):
    passage = cited_passage(article, "“Ünïcödé 😀 proof” stands here.")
    quote = citation(1, passage, "Ünïcödé 😀 proof")
    html = render_source(
        article,
        answer([passage], ("So.", (quote,))),
        Focus(Span(passage.start, passage.end), Span(quote.start, quote.end)),
        ENGLISH,
    )
    assert marks(html) == ["Ünïcödé 😀 proof"]
    assert '<mark class="is-focus" data-number="1"' in html


def test_the_words_that_answer_stand_out_in_the_quote(article):
    passage = cited_passage(article, "“Ünïcödé 😀 proof” stands here.")
    quote = citation(1, passage, "Ünïcödé 😀 proof")
    quote = quote.model_copy(update={"span": (quote.start + 10, quote.end)})
    made = answer([passage], ("So.", (quote,)))
    html = render_source(article, made, Focus(Span(passage.start, passage.end)), ENGLISH)
    assert marks(html) == ["Ünïcödé 😀 proof"]
    assert "<strong>proof</strong></mark>" in html


def test_a_found_passage_is_shaded_though_nothing_cites_it(article):
    passage = cited_passage(article, "Early words.")
    html = render_source(article, None, Focus(Span(passage.start, passage.end)), ENGLISH)
    assert '<span class="passage">Early words.</span>' in html
    assert not marks(html)


def test_the_quotes_of_another_article_are_not_marked(article):
    other = Article(text=TEXT, title="Other", source="o.txt")
    passage = cited_passage(other, "Early words.")
    made = answer([passage], ("So.", (citation(1, passage, "Early"),)))
    assert not marks(render_source(article, made, Focus(Span(0, 5)), ENGLISH))


def test_what_is_known_of_the_article_is_shown_in_the_readers_language(article):
    text = Page(render_source(article, None, Focus(Span(0, 5)), FRENCH)).text
    for fact in ("News", "2020-01", "A. Writer", "n.txt", "français"):
        assert fact in text


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("/home/ana/news/a.txt", "a.txt"),
        (r"C:\\news\\a.txt", "a.txt"),
        ("https://example.org/a", "https://example.org/a"),
        ("/home/ana/name with %20 & #1 [draft] (2).txt", "name with %20 & #1 [draft] (2).txt"),
        ("/home/ana/list [2].csv#https://example.org/a", "list [2].csv#https://example.org/a"),
    ],
)
def test_the_folders_of_a_file_stay_private(source, shown):
    article = Article(text=TEXT, title="T", source=source)
    facts = Page(render_source(article, None, Focus(Span(0, 5)), ENGLISH))
    assert shown in facts.text
    assert "ana" not in facts.text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//host/x", "ftp://h"])
def test_only_web_addresses_become_links(url):
    html = render_source(
        Article(text=TEXT, title="T", source="s", url=url), None, Focus(Span(0, 5)), ENGLISH
    )
    assert "<a " not in html


def test_hostile_texts_stay_texts():
    hostile = Article(text=HOSTILE, title=HOSTILE, source=HOSTILE, author=HOSTILE, language=HOSTILE)
    passage = cited_passage(hostile, HOSTILE)
    quote = citation(1, passage, "<img src=x onerror=alert(2)>")
    html = render_source(
        hostile,
        answer([passage], ("So.", (quote,))),
        Focus(Span(0, len(HOSTILE)), Span(quote.start, quote.end)),
        ENGLISH,
    )
    shown = Page(html)
    assert not {"script", "img", "b", "i", "a"} & {tag for tag, _ in shown.elements}
    assert not any(name.startswith("on") for _, attrs in shown.elements for name in attrs)
    assert marks(html) == [quote.quote]


@given(
    text=st.text(min_size=1, max_size=60),
    spans=st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=4),
    near=st.tuples(st.integers(0, 70), st.integers(0, 70)),
)
def test_every_character_is_shown_once_and_marked_just_where_quoted(text, spans, near):
    article = Article(text=text, title="T", source="s")
    passage = cited_passage(article, text)
    bounded = [tuple(sorted((min(a, len(text)), min(b, len(text))))) for a, b in spans]
    quotes = tuple(
        citation(1, passage, text).model_copy(
            update={"start": start, "end": end, "quote": text[start:end]}
        )
        for start, end in bounded
    )
    html = render_source(
        article, answer([passage], ("So.", quotes)), Focus(Span(*sorted(near))), ENGLISH
    )
    body = html[html.index('<div class="text"') : html.rindex("</div>")]
    body = re.sub(r"^<div[^>]*>", "", body)
    shown, marked, inside = "", [], False
    for piece in re.split(r"(<[^>]*>)", body):
        if piece.startswith("<"):
            inside = piece.startswith("<mark") or (inside and not piece.startswith("</mark"))
            continue
        plain = _unescape(piece)
        shown += plain
        marked += [inside] * len(plain)
    assert shown == text
    assert marked == [
        any(start <= place < end for start, end in bounded) for place in range(len(text))
    ]


def _unescape(piece: str) -> str:
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&#39;", "'")):
        piece = piece.replace(entity, sign)
    return piece.replace("&amp;", "&")


def test_the_empty_panel_says_what_it_is_for():
    assert Page(render_no_source(FRENCH)).text == FRENCH.source_empty


def test_a_passage_that_was_recognised_says_so_and_no_other():
    article = Article(
        text=TEXT, title="T", source="s", page_starts=(0, 6), page_certainties=(1, 0.85)
    )
    told = [
        Page(render_source(article, None, Focus(passage), FRENCH)).text
        for passage in (Span(0, 5), Span(6, 9))
    ]
    said = "texte reconnu (OCR), sûr à 85 % seulement : à comparer avec la page"
    assert [said in each for each in told] == [False, True]


def test_only_an_article_of_a_pdf_or_an_image_asks_for_the_picture_of_its_page():
    pdf = Article(text=TEXT, title="T", source="/a/n.PDF", page_starts=(0,))
    shown = Page(render_source(pdf, None, Focus(Span(0, 12), Span(6, 11)), ENGLISH))
    (source,) = shown.with_class("source")
    assert (source["data-id"], source["data-start"], source["data-end"]) == (pdf.id, "6", "11")
    assert "data-leaf" in render_source(
        replace(pdf, source="/a/n.tiff"), None, Focus(Span(0, 12)), ENGLISH
    )
    for other in ("/a/n.txt", "/a/talk.pptx", "https://example.org/n.pdf"):
        article = Article(text=TEXT, title="T", source=other, page_starts=(0,))
        assert "data-leaf" not in render_source(article, None, Focus(Span(0, 12)), ENGLISH)
