"""Tests of ui/web/html/pages.py: the view of pages, with its marks, buttons and words."""

from dataclasses import replace

import pytest

from ingest.pages import Box
from tests.ui.web.html.test_thread import HOSTILE, Page
from ui.web.html.pages import Picture, render_no_page_view, render_page_view
from ui.web.i18n.choose import ENGLISH, FRENCH
from vectorstore.article import Article
from vectorstore.passage import Span

CITED = Span(2, 9)
BOX = Box(0.25, 0.5, 0.1234, 0.02)


@pytest.fixture
def article() -> Article:
    return Article(
        text="One two three four",
        title="Dam",
        source="/a/dam.pdf",
        page_starts=(0, 4, 8, 14),
        page_labels=("iii", "iv", "1", "2"),
    )


def view(article: Article, *pages: int, boxes=(BOX,), words=ENGLISH) -> Page:
    pictures = [Picture(page, b"\x89PNG", boxes) for page in pages]
    return Page(render_page_view(article, CITED, pictures, words))


def images(shown: Page) -> list[dict[str, str | None]]:
    return [attrs for tag, attrs in shown.elements if tag == "img"]


def test_a_mark_lies_on_its_box_of_the_picture(article):
    shown = view(article, 2)
    (mark,) = shown.with_class("marked")
    assert mark["style"] == "left:25.00%;top:50.00%;width:12.34%;height:2.00%"
    (image,) = images(shown)
    assert image["src"] == "data:image/png;base64,iVBORw=="


def test_pages_are_named_as_they_are_printed_and_by_their_places(article):
    assert "page iv (2/4)" in view(article, 2).text
    assert "pages iv, 1 (2–3/4)" in view(article, 2, 3).text


def test_recognised_pages_say_so(article):
    scanned = replace(article, page_certainties=(1, 0.85, 0.97, 0.97))
    assert "page 2 (4/4), recognised text (OCR), 97% certain" in view(scanned, 4).text
    assert "only 85% certain: compare it with the page" in view(scanned, 2, 3).text
    assert "OCR" not in view(scanned, 1).text


def test_screen_readers_are_told_the_page_and_how_much_of_it_is_marked(article):
    (image,) = images(view(article, 2, words=FRENCH))
    assert image["alt"] == (
        "Image de la page iv de « Dam ». Lignes où des mots cités sont surlignés : 1."
    )
    (unmarked,) = images(view(article, 2, boxes=()))
    assert unmarked["alt"] == "Picture of page iv of “Dam”."


@pytest.mark.parametrize(
    ("pages", "back", "on"), [((1,), None, "2"), ((2, 3), "1", "4"), ((4,), "3", None)]
)
def test_buttons_turn_to_the_pages_around_those_shown(article, pages, back, on):
    turning = [attrs for _, attrs in view(article, *pages).elements if "data-page" in attrs]
    assert [None if "disabled" in each else each["data-page"] for each in turning] == [back, on]
    assert [each["aria-label"] for each in turning] == ["Previous page", "Next page"]
    for each in turning:
        assert (each["data-id"], each["data-start"], each["data-end"]) == (article.id, "2", "9")


def test_a_reason_is_said_where_there_is_no_picture():
    assert Page(render_no_page_view("a", CITED, FRENCH.page_missing)).text == FRENCH.page_missing
    assert render_no_page_view("a", CITED, "").endswith("></section>")  # which the style hides


def test_hostile_texts_stay_texts(article):
    hostile = Article(
        text="One", title=HOSTILE, source="a.pdf", page_starts=(0,), page_labels=(HOSTILE,)
    )
    shown = view(hostile, 1)
    assert {tag for tag, _ in shown.elements} <= {
        "section", "div", "button", "span", "figure", "img",
    }  # fmt: skip
    assert not any(name.startswith("on") for _, attrs in shown.elements for name in attrs)
    refused = Page(render_no_page_view('"><script>', CITED, ""))
    assert [tag for tag, _ in refused.elements] == ["section"]
