"""`ReadableArticles`: a store as one reader may see it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ui.access.rights import Rights
from vectorstore.filters import Filters

if TYPE_CHECKING:
    from assistant.answer import CitedPassage
    from vectorstore.article import Article
    from vectorstore.contents import Facets
    from vectorstore.store import Store


@dataclass(frozen=True, slots=True)
class ReadableArticles:
    """The articles of a store that a login may see: closed ones are as if they were not there.

    Without a login, the articles of all closed collections are left out, so that a place that
    forgets to say who asks shows too little.
    """

    store: "Store"
    rights: Rights = field(default_factory=Rights)
    login: str | None = None

    def by(self, login: str | None) -> "ReadableArticles":
        """The same store as another login may see it."""
        return replace(self, login=login)

    def filters(self, asked: Filters | None = None) -> Filters:
        """The filters of a search, so that it finds what the login may see."""
        return replace(asked or Filters(), closed=self.rights.closed_to(self.login))

    def get(self, article_id: str) -> "Article | None":
        """The article with that id; None if there is none, or it is closed."""
        return self.store.get(article_id, self.filters())

    def articles(self) -> "Iterator[Article]":
        """The articles, ordered by source."""
        return self.store.articles(filters=self.filters())

    def count(self) -> int:
        """Number of the articles."""
        return self.store.count_articles(self.filters())

    def facets(self) -> "Facets":
        """Collections, languages and date range of the articles."""
        return self.store.facets(self.filters())

    def may_show(self, passages: "Sequence[CitedPassage]") -> bool:
        """Whether passages that were found earlier, perhaps by another login, may be shown.

        None may be from a closed collection. Passages of versions before 0.2.0 do not name their
        collection: their articles must still be in the store.
        """
        closed = self.rights.closed_to(self.login)
        if not closed:
            return True
        if any(passage.collection in closed for passage in passages):
            return False
        ids = {passage.article_id for passage in passages if passage.collection is None}
        return all(self.get(article_id) for article_id in ids)
