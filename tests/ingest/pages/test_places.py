"""Programs are told where quoted words stand, in points on the pages of the file."""

import hashlib

import pytest

from ingest import read_articles
from ingest.pages.errors import PageUnavailable
from ingest.pages.places import MOST_PAGES, find_places
from ingest.state.ledger import LEDGER, Ledger
from tests.ingest.parsers.pdf.drawing import CHARACTER, HEIGHT, WIDTH, lines, pdf

FIRST = "The council met on Tuesday.\nIt talked of the dam, of its wall and of what the"
SECOND = "mayor of Ostra had said about it in the spring.\nNobody was hurt when it broke."
QUOTE = "of what the mayor of Ostra had said"


@pytest.fixture
def located(tmp_path):
    """The places of a quote in a PDF of these pages, and the file."""

    def find(quote, *pages, **stated):
        path = tmp_path / "dam.pdf"
        path.write_bytes(pdf(pages, **stated))
        (article,) = read_articles(path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        Ledger(tmp_path / LEDGER).record(
            "default", str(path), digest, {article.id: article.content_hash}, ()
        )
        start = article.text.index(quote)
        return lambda: find_places(tmp_path, article, start, start + len(quote))

    return find


def test_a_quote_over_two_pages_has_a_rectangle_on_each(located):
    roman = "<< /Nums [0 << /S /r >>] >>"
    places = located(QUOTE, lines(40, 100, FIRST), lines(60, 50, SECOND), labels=roman)()
    assert [(place.page, place.label) for place in places] == [(1, "i"), (2, "ii")]
    assert {(place.width, place.height) for place in places} == {(WIDTH, HEIGHT)}
    (first,), (second,) = (place.rectangles for place in places)
    letter = 11 * CHARACTER
    before = FIRST.split("\n")[1].index("of what the")
    assert first.left == pytest.approx(40 + before * letter, abs=0.2)
    assert first.top < 114 < first.top + first.height < 114 + 11
    assert second.left == pytest.approx(60, abs=0.2)
    assert second.width == pytest.approx(len("mayor of Ostra had said") * letter, abs=0.2)
    assert second.top < 50 < second.top + second.height < 50 + 11


def test_on_a_turned_page_they_are_where_the_words_are_seen(located):
    (place,) = located("of its wall", lines(40, 100, FIRST), rotation=90)()
    assert (place.width, place.height) == (HEIGHT, WIDTH)
    (rectangle,) = place.rectangles
    before = FIRST.split("\n")[1].index("of its wall")
    assert rectangle.left == pytest.approx(40 + before * 11 * CHARACTER, abs=0.2)
    assert rectangle.top < 114 < rectangle.top + rectangle.height


def test_a_quote_of_very_many_pages_is_looked_for_on_the_first_ones(located):
    count = MOST_PAGES + 2
    pages = [lines(40, 60, f"Chapter {n} of the book.") for n in range(count)]
    whole = "\n\n".join(f"Chapter {n} of the book." for n in range(count))
    places = located(whole, *pages)()
    assert [place.page for place in places] == list(range(1, MOST_PAGES + 1))
    assert all(place.rectangles for place in places)


def test_a_file_that_has_changed_is_named_so(located, tmp_path):
    find = located("of its wall", lines(40, 100, FIRST))
    (tmp_path / "dam.pdf").write_bytes(pdf([lines(40, 100, SECOND)]))
    with pytest.raises(PageUnavailable, match="has changed since it was read"):
        find()


def test_an_article_without_a_pdf_has_no_places(tmp_path):
    (tmp_path / "dam.txt").write_text("The dam held.")
    (article,) = read_articles(tmp_path / "dam.txt")
    assert find_places(tmp_path, article, 0, 13) == []
