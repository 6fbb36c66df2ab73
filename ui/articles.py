"""Article look-up by the name that a person or a program gives."""

from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.errors import CiteraError

if TYPE_CHECKING:
    from ui.access.readable import ReadableArticles
    from vectorstore import Article, Store


class UnknownArticle(CiteraError):
    """A name or id matches no article, or more than one."""


def get_article(store: "Store | ReadableArticles", article_id: str) -> "Article":
    """The article with this id.

    Raises:
        UnknownArticle: if there is none.
    """
    article = store.get(article_id)
    if article is None:
        raise UnknownArticle(f"no article has the id {article_id!r}")
    return article


def find_article(store: "Store", name: str) -> "Article":
    """The article whose id, beginning of id, source or file name is `name`.

    Raises:
        UnknownArticle: if there is none, or more than one.
    """
    exact = store.get(name)
    if exact:
        return exact
    found = [
        article
        for article in store.articles()
        if article.id.startswith(name) or name in (article.source, Path(article.source).name)
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UnknownArticle(f"no article goes by {name!r}; `citera list` shows their ids")
    ids = ", ".join(article.id for article in found)
    raise UnknownArticle(f"{len(found)} articles go by {name!r}: give one of the ids {ids}")
