"""The date of a web page is its own, and none where the page states none."""

import pytest
from lxml.html import document_fromstring

from ingest.metadata.page_date import stated_date

PROSE = "The crews of the Lindra ferries ended their strike on Sunday evening. " * 3
SIDEBAR = "<div class='related'><a href='/x'>Storm</a> <time datetime='2019-11-02'>x</time></div>"
ARTICLE = f"<article><h1>Strike</h1><p>{PROSE}</p>{{}}</article>"


def _date(body: str, head: str = "") -> str | None:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    return stated_date(document_fromstring(page))


@pytest.mark.parametrize(
    "shown",
    [
        "<p>Published <time itemprop='datePublished' datetime='2024-05-26T20:15'>x</time>, "
        "updated <time datetime='2024-06-30'>30 June</time></p>",
        "<p><time datetime='2024-06-30'>x</time> (first <time datetime='2024-05-26'>y</time>)</p>",
        "<div class='by'>By A. Rask <span>·</span> <time>26 mai 2024</time></div>",
        "<span itemprop='datePublished' content='2024-05-26'>Sunday</span>",
    ],
)
def test_the_date_that_the_article_shows(shown: str) -> None:
    assert _date(SIDEBAR + ARTICLE.format(shown)) == "2024-05-26"


def test_the_date_below_a_heading_outside_of_the_text() -> None:
    header = "<header><h1>Strike</h1><p><time datetime='2024-05-26'>x</time></p></header>"
    assert _date(f"{SIDEBAR}{header}<div><p>{PROSE}</p></div>") == "2024-05-26"


@pytest.mark.parametrize(
    "body",
    [
        SIDEBAR + ARTICLE.format(""),
        ARTICLE.format("<aside><time datetime='2019-11-02'>x</time></aside>"),
        ARTICLE.format("<p><time itemprop='dateModified' datetime='2024-06-30'>x</time></p>"),
        ARTICLE.format(f"<p>On <time datetime='1969-07-20'>20 July 1969</time> {PROSE}</p>"),
        "<main><h1>News</h1>" + 2 * "<article><time datetime='2020-01-01'>x</time></article>",
        ARTICLE.format("<article><time datetime='2020-01-01'>x</time></article>"),
    ],
)
def test_no_date_rather_than_another_one(body: str) -> None:
    assert _date(body) is None


def test_tags_of_the_head_come_first() -> None:
    head = "<meta property='article:published_time' content='2024-05-26'>"
    assert _date(SIDEBAR + ARTICLE.format("<p><time datetime='2023-01-01'>x</time></p>"), head) == (
        "2024-05-26"
    )


def test_linked_data_of_the_article_and_not_of_a_video() -> None:
    video = '{"@type": "VideoObject", "datePublished": "2001-01-01"}'
    article = '{"@type": ["NewsArticle"], "datePublished": "2024-05-26"}'
    script = "<script type='application/ld+json'>{}</script>"
    assert _date("", script.format(f"[{video}, {article}]")) == "2024-05-26"
    assert _date("", script.format(f'{{"@graph": [{video}, {article}]}}')) == "2024-05-26"
    assert _date("", script.format(video)) is None


def test_a_page_of_a_wiki_has_the_date_of_its_revision() -> None:
    dates = '"datePublished": "2002-03-06", "dateModified": "2023-08-25"'
    script = f'<script type=\'application/ld+json\'>{{"@type": "Article", {dates}}}</script>'
    assert _date("", script) == "2002-03-06"
    assert _date("", f"<meta name='generator' content='MediaWiki 1.41'>{script}") == "2023-08-25"
