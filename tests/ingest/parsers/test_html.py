"""What a web page gives: its article whole, and nothing of what stands around it."""

from io import BytesIO

import pytest

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.parsers.html import parse_html

FIRST = (
    "Several rules change in Ulmark on 1 July, the government said on Tuesday. These are the most "
    "important ones for households and firms."
)
LAST = "Trade unions had asked for 21 crowns."
ITEMS = "<li>The minimum wage rises to 19 crowns.</li><li><p>Rail tickets are free.</p></li>"
CONSENT = (
    "<p>We and our 842 partners store and access information on your device, such as cookies, and "
    "process personal data to provide personalised ads and content.</p>"
)


def _read(body: str) -> Extract:
    page = f"<!doctype html><html><head><meta charset='utf-8'></head><body>{body}</body></html>"
    (extract,) = parse_html(BytesIO(page.encode()))
    return extract


@pytest.mark.parametrize(
    "layout",
    [
        "<h1>Rules</h1>{}",
        "<h2>Rules</h2>{}",
        "<div class='x'><h1>Rules</h1>{}</div><footer>Ulmark Observer</footer>",
        "<section><h1>Rules</h1><div>{}</div></section>",
        "<main><article><h1>Rules</h1>{}</article></main>",
    ],
)
def test_a_list_stays_between_its_paragraphs(layout: str) -> None:
    text = _read(layout.format(f"<p>{FIRST}</p><ol>{ITEMS}</ol><p>{LAST}</p>")).text
    items = "1. The minimum wage rises to 19 crowns.\n2. Rail tickets are free."
    assert text == f"Rules\n\n{FIRST}\n\n{items}\n\n{LAST}"


def test_a_table_is_read_with_its_head() -> None:
    head = "<thead><tr><th>Party</th><th>Seats now</th></tr></thead>"
    row = "<tr><td>Green Union</td><td>15</td></tr>"
    table = f"<table>{head}<tbody>{row}</tbody></table>"
    text = _read(f"<article><h1>Vote</h1><p>{FIRST}</p>{table}<p>{LAST}</p></article>").text
    assert text == f"Vote\n\n{FIRST}\n\nParty: Green Union | Seats now: 15\n\n{LAST}"


def test_heading_and_paragraphs_of_a_short_article_are_apart() -> None:
    short = "The crews ended their strike on Sunday."
    text = _read(f"<main><article><h1>Strike</h1><p>{short}</p><p>{LAST}</p></article></main>").text
    assert text == f"Strike\n\n{short}\n\n{LAST}"


def test_the_date_in_a_sentence_is_kept() -> None:
    sentence = f"On <time datetime='1969-07-20'>20 July 1969</time> they landed. {FIRST}"
    extract = _read(f"<article><h1>Moon</h1><p>{sentence}</p></article>")
    assert "On 20 July 1969 they landed." in extract.text
    assert extract.date is None


@pytest.mark.parametrize(
    "request_for_consent",
    [
        f"<div class='modal'><h2>We value your privacy</h2>{CONSENT * 4}</div>",
        f"<div><div>{CONSENT}</div><p><button>Accept all</button></p></div>",
        "<div><p>Wir und unsere Partner verwenden Cookies, um Inhalte zu personalisieren.</p>"
        "<a href='#'>Alle akzeptieren</a></div>",
        f"<div id='cmpbox'><h1>We value your privacy</h1>{CONSENT}<button>Agree</button></div>",
        "<section id='cookie-banner'><p>Nous utilisons des cookies.</p></section>",
        "<div><p>このサイトではクッキーを使用しています。</p><button>同意する</button></div>",
    ],
)
def test_a_request_for_consent_is_left_out(request_for_consent: str) -> None:
    article = f"<aside class='story-sidebar'><h1>Strike</h1><p>{FIRST}</p><p>{LAST}</p></aside>"
    assert _read(request_for_consent + article).text == f"Strike\n\n{FIRST}\n\n{LAST}"
    with pytest.raises(UnreadableSource, match="no article but a request for consent"):
        _read(f"<div><a href='/'>Home</a></div>{request_for_consent}<footer>© Observer</footer>")


def test_a_whole_page_that_asks_for_consent_is_named() -> None:
    with pytest.raises(UnreadableSource, match="no article but a request for consent"):
        _read(f"<main><h1>We value your privacy</h1>{CONSENT}<button>Agree</button></main>")


def test_an_article_about_consent_is_kept() -> None:
    about = "The court said that cookies need the consent of users, and that partners be named."
    article = (
        f"<div class='cookies'><h2>Ruling</h2><p>{about}</p><p>{FIRST}</p><p>{FIRST[::-1]}</p>"
    )
    assert about in _read(f"{article}<a href='/terms'>Accept reality</a></div>").text


def test_a_recipe_for_cookies_is_kept() -> None:
    recipe = f"<div class='cookies'><h1>Cookies</h1><p>Bake them at once. {'Stir. ' * 15}</p></div>"
    assert "Bake them at once." in _read(recipe).text


def test_an_offer_of_a_subscription_is_left_out() -> None:
    wall = (
        "<div class='paywall'><p>Subscribe to continue reading. <a href='/in'>Log in</a></p></div>"
    )
    article = f"<article><h1>Rules</h1><p>{FIRST}</p><p>{LAST}</p></article>"
    assert _read(article + wall).text == f"Rules\n\n{FIRST}\n\n{LAST}"
    with pytest.raises(UnreadableSource, match="no article but an offer of a subscription"):
        _read(wall)


def test_the_text_that_is_sold_is_not_the_offer() -> None:
    text = _read(f"<h1>Rules</h1><p>{LAST}</p><div class='paywall'><p>{FIRST}</p></div>").text
    assert FIRST in text


def test_a_page_of_a_table_alone_is_not_one_paragraph() -> None:
    table = "<table><tr><th>Zone</th><th>Fare</th></tr><tr><td>A</td><td>3 crowns</td></tr></table>"
    assert _read(f"<h1>Fares</h1>{table}").text == "Fares\n\nZone: A | Fare: 3 crowns"


def test_lines_of_lists_within_lists_and_of_code_are_kept() -> None:
    items = "<ul><li>Rail<ul><li>children free</li></ul></li><li>Bus</li></ul>"
    text = _read(f"<article><p>{FIRST}</p>{items}<pre>a = 1\nb = 2</pre></article>").text
    assert text == f"{FIRST}\n\n- Rail\n- children free\n- Bus\n\na = 1\nb = 2"


def test_why_a_page_holds_no_text() -> None:
    with pytest.raises(UnreadableSource, match="all pictures"):
        _read("<p><img src='smile.png' alt='(smile)'></p>")
    with pytest.raises(UnreadableSource, match="need a browser"):
        _read("<div id='app'></div><script>render()</script>")


def test_an_author_has_the_length_of_a_name() -> None:
    byline = "<p>By <a rel='author'>Tova Rask</a></p>"
    assert _read(f"<article><h1>Rules</h1>{byline}<p>{FIRST}</p></article>").author == "Tova Rask"
    names = f"<div class='author'>Authority control {'National ' * 9}</div>"
    assert not _read(f"<article><h1>Rules</h1><p>{FIRST}</p></article>{names}").author
