"""Pages of an article."""

import pytest

from vectorstore.article import Article


@pytest.mark.parametrize(
    ("start", "end", "pages"),
    [(0, 3, (1,)), (2, 4, (1,)), (2, 5, (1, 2)), (4, 7, (2,)), (0, 12, (1, 2, 4))],
)
def test_pages_of_a_stretch(start: int, end: int, pages: tuple[int, ...]):
    # The third page has no text: it begins where the fourth does.
    article = Article("One two three", "A", "a.pdf", page_starts=(0, 4, 8, 8))
    assert article.pages(start, end) == pages


def test_an_article_without_pages_has_none():
    assert Article("One two", "A", "a.txt").pages(0, 3) == ()


def test_labels_stand_for_the_place_where_they_are_unknown():
    article = Article("One two", "A", "a.pdf", page_starts=(0, 4), page_labels=("", "iv"))
    assert [article.page_label(page) for page in (1, 2)] == ["1", "iv"]


def test_labels_change_the_content():
    plain, labelled = (
        Article("One", "A", "a.pdf", page_starts=(0,), page_labels=labels)
        for labels in ((), ("iv",))
    )
    assert plain.content_hash != labelled.content_hash


def test_the_certainty_of_a_stretch_is_the_lowest_of_its_pages():
    starts, certainties = (0, 4, 8), (1, 0.97, 0.85)
    article = Article(
        "One two three", "A", "a.pdf", page_starts=starts, page_certainties=certainties
    )
    assert [article.certainty(pages) for pages in ((1,), (1, 2), (2, 3), ())] == [
        None,
        0.97,
        0.85,
        None,
    ]
    assert Article("One", "A", "a.pdf", page_starts=(0,)).certainty((1,)) is None


def test_certainties_change_the_content():
    plain, recognised = (
        Article("One", "A", "a.pdf", page_starts=(0,), page_certainties=certainties)
        for certainties in ((), (0.97,))
    )
    assert plain.content_hash != recognised.content_hash
