"""Functions for programs, the same over HTTP and over the Model Context Protocol."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from assistant.answer import FinalEvent
from ingest.pages import find_places
from ui.access.readable import ReadableArticles
from ui.api.admission import Admission
from ui.api.json import article_as_dict, scored_passage_as_dict
from ui.articles import get_article
from ui.operations.answers import observed
from ui.web.state.scope import make_filters

if TYPE_CHECKING:
    from assistant import Assistant

MOST_PASSAGES = 50


@dataclass(frozen=True, slots=True)
class Functions:
    """The functions, with plain values as arguments and results.

    Their docstrings are shown to callers as the documentation of the interface.
    """

    assistant: "Assistant"
    admission: Admission
    readable: ReadableArticles
    reader: str = ""
    """Name or address of the caller; the rate limit counts each reader's questions separately."""

    def ask(
        self,
        question: str,
        since: str = "",
        until: str = "",
        source: str = "",
        language: str = "",
        collection: str = "",
    ) -> dict[str, Any]:
        """Answer a question from the articles, with the quotes that prove each sentence.

        Args:
            question: A question in any language; the answer is in the same one.
            since: Only articles from this date on: 2019, 2019-06 or 2019-06-30.
            until: Only articles up to this date, itself included.
            source: Only articles with this in their path, address or publisher's name.
            language: Only articles in this language, such as `fr`.
            collection: Only articles of this collection.

        Returns:
            `status` is `answered` or `not_found`; `text` holds the answer with marks such as [1];
            `sentences` holds each sentence with its `citations`: the `quote`, its `article_id`,
            and the `start` and `end` of the quote in the article's text, in characters.
        """
        asked = make_filters(since, until, source, language, collection)
        with self.admission.enter(self.reader) as ticket:
            ticket.wait_for_turn()
            events = self.assistant.stream(question, filters=self.readable.filters(asked))
            *_, last = observed(events, question, "function")
            assert isinstance(last, FinalEvent)  # each stream ends with it
            return last.answer.model_dump(mode="json")

    def search(
        self,
        query: str,
        passages: int = 5,
        since: str = "",
        until: str = "",
        source: str = "",
        language: str = "",
        collection: str = "",
    ) -> list[dict[str, Any]]:
        """Find the passages that match a query best, best first.

        Args:
            query: Words or a question, in any language.
            passages: How many passages to return, at most 50.
            since: Only articles from this date on: 2019, 2019-06 or 2019-06-30.
            until: Only articles up to this date, itself included.
            source: Only articles with this in their path, address or publisher's name.
            language: Only articles in this language, such as `fr`.
            collection: Only articles of this collection.

        Returns:
            For each passage its `text`, `score`, `probability` to answer, `article_id`, `title`,
            `date`, `source`, and its `start` and `end` in the article's text, in characters.
        """
        count = min(max(passages, 1), MOST_PASSAGES)
        asked = make_filters(since, until, source, language, collection)
        found = self.assistant.search(query, count, self.readable.filters(asked))
        return [scored_passage_as_dict(scored) for scored in found]

    def read_article(self, article_id: str) -> dict[str, Any]:
        """Read a whole article.

        Args:
            article_id: The `article_id` that an answer or a search gave.

        Returns:
            The article's `text`, `title`, `date`, `language`, `author`, `source` and `url`.
        """
        return article_as_dict(get_article(self.readable, article_id))

    def locate_quote(self, article_id: str, start: int, end: int) -> list[dict[str, Any]]:
        """Find where a quote stands on the pages of the PDF file of its article.

        Args:
            article_id: The `article_id` of a citation.
            start: The `start` of the citation.
            end: The `end` of the citation.

        Returns:
            For each page, ten at most, its place in the file, `page`, from 1; its printed `label`;
            its `width` and `height`; and `rectangles`, one for each line of the quote, with `left`,
            `top`, `width` and `height`. Lengths are in points, from the top left corner of the
            page as it is shown. Empty where the article was not read from a PDF file of its own.
        """
        article = get_article(self.readable, article_id)
        folder = self.assistant.store.path
        return [asdict(place) for place in find_places(folder, article, start, end)]
