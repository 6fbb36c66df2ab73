"""Tests of ui/articles.py: an article is named by its id, the beginning of it, or its source."""

import pytest

from ui.articles import UnknownArticle, find_article, get_article


def test_an_article_is_found_by_id_its_beginning_or_its_source(small_store):
    article = find_article(small_store, "harvest.txt")
    assert article.source == "harvest.txt"
    assert get_article(small_store, article.id) == article
    for name in (article.id, article.id[:8]):
        assert find_article(small_store, name) == article


@pytest.mark.parametrize("look_up", [get_article, find_article])
def test_an_unknown_name_is_the_same_error_from_either(small_store, look_up):
    with pytest.raises(UnknownArticle, match="'nothing'"):
        look_up(small_store, "nothing")


def test_the_beginning_of_several_ids_is_refused_with_all_of_them(small_store):
    with pytest.raises(UnknownArticle) as refused:
        find_article(small_store, "")
    assert all(article.id in str(refused.value) for article in small_store.articles())
