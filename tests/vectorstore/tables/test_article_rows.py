"""Articles come back from the database as they went in."""

from typing import Any

import pytest

from vectorstore.article import Article
from vectorstore.tables import article_rows
from vectorstore.tables.connection import Tables


@pytest.mark.parametrize(
    "pages",
    [
        {},
        {"page_starts": (0, 4)},
        {"page_starts": (0, 4), "page_labels": ("iv", "1")},
        {"page_starts": (0, 4), "page_labels": ("", "1")},
        {"page_starts": (0, 4), "page_certainties": (1, 0.93)},
        {"page_starts": (0, 4), "page_labels": ("iv", ""), "page_certainties": (0.93, 0.8)},
    ],
)
def test_pages_with_and_without_labels_and_certainties(tables: Tables, pages: dict[str, Any]):
    article = Article("One two", "A", "a.pdf", **pages)
    with tables.writing() as db:
        article_rows.insert(db, [article])
        assert article_rows.fetch(db, [article.id]) == {article.id: article}


def test_several_articles_are_removed_at_once(tables: Tables):
    articles = [Article("Text.", f"{number}", f"{number}.txt") for number in range(3)]
    with tables.writing() as db:
        article_rows.insert(db, articles)
        assert article_rows.delete(db, [articles[0].id, articles[2].id, "none"]) == 2
        assert article_rows.fetch(db, [each.id for each in articles]).keys() == {articles[1].id}
