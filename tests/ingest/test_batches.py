from ingest.batches import Batch, batches
from ingest.extract import PageRead
from ingest.reading import FileRead, PreparedArticle
from vectorstore import Article

PAGE = PageRead(1, 2)


def article(size: int) -> PreparedArticle:
    return PreparedArticle(Article("a" * size, "Title", "source"), [])


def test_articles_are_collected_up_to_the_size_with_the_files_that_end_among_them():
    first, second, third = article(60), article(60), article(10)
    a, b, c = FileRead("a"), FileRead("b"), FileRead("c")
    items = [a, first, b, PAGE, second, third, c]
    assert list(batches(iter(items), 100)) == [
        Batch(ended=[a]),  # it has no article to wait for
        Batch(page=PAGE),
        Batch([first, second], [b]),
        Batch([third], [c]),
    ]
    assert list(batches(iter([]), 100)) == []
