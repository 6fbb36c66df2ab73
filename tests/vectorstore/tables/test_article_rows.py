"""Articles come back from the database as they went in."""

from pathlib import Path

import pytest

from vectorstore.article import Article
from vectorstore.tables import article_rows
from vectorstore.tables.database import Database


@pytest.mark.parametrize(
    ("starts", "labels"), [((), ()), ((0, 4), ()), ((0, 4), ("iv", "1")), ((0, 4), ("", "1"))]
)
def test_pages_with_and_without_labels(
    tmp_path: Path, starts: tuple[int, ...], labels: tuple[str, ...]
):
    article = Article("One two", "A", "a.pdf", page_starts=starts, page_labels=labels)
    database = Database(tmp_path / "store.db")
    with database.writing() as db:
        article_rows.insert(db, article)
        assert article_rows.fetch(db, [article.id]) == {article.id: article}
    database.close()
