"""`Filters`: restricts a search to some articles, by metadata."""

import re
import unicodedata
from dataclasses import dataclass

from vectorstore.article import Article
from vectorstore.errors import CiteraError

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_HALF_PAIR = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions on an article's metadata; an empty field sets no condition.

    `since` and `until` are ISO 8601 dates at any precision, `2019`, `2019-06` or `2019-06-30`, both
    inclusive. An article with a less precise date matches if it may lie in the range; one without a
    date does not. `sources` are substrings of a path, a URL, or the name of an author or publisher,
    compared without regard to case and Unicode normalisation. Of several values one must match.
    Articles of the `closed` collections do not match, whatever else is asked for.

    Raises:
        CiteraError: if a date is not of this form.
    """

    since: str | None = None
    until: str | None = None
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for date in (self.since, self.until):
            if date is not None and not _DATE.fullmatch(date):
                raise CiteraError(
                    f"{date!r} is not a date that a search can be limited by. Write it as 2019,"
                    " 2019-06 or 2019-06-30."
                )

    def sql(self, in_origin: str) -> tuple[str, list[str]]:
        """SQL condition on a row of the table `articles`, and its parameters.

        `in_origin` is the condition that the `origin` of the article contains a parameter.
        """
        conditions, values = ["TRUE"], []
        # "~" sorts after every digit and "-", so that 2019 reaches to the end of its last day.
        if self.since:
            conditions.append("articles.date || '~' >= ?")
            values.append(self.since)
        if self.until:
            conditions.append("articles.date <= ?")
            values.append(f"{self.until}~")
        if self.sources:
            conditions.append(_any(in_origin, len(self.sources)))
            values += map(folded, self.sources)
        for column, allowed in (
            ("language", self.languages),
            ("collection", self.collections),
            ("id", self.articles),
        ):
            if allowed:
                conditions.append(_any(f"articles.{column} = ?", len(allowed)))
                values += allowed
        for collection in self.closed:
            conditions.append("articles.collection <> ?")
            values.append(collection)
        # Databases take Unicode alone; a terminal or JSON may give halves of surrogate pairs too.
        return " AND ".join(conditions), [_HALF_PAIR.sub("\ufffd", value) for value in values]


def origin(article: Article) -> str:
    """The text that `Filters.sources` are looked for in, a line each for source, URL and author."""
    return folded("\n".join((article.source, article.url or "", article.author or "")))


def folded(text: str) -> str:
    """A text without differences of case and of Unicode normalisation."""
    # No database's lower() folds all of Unicode; and file names of a Mac are in NFD.
    return unicodedata.normalize("NFC", text).casefold()


def _any(condition: str, times: int) -> str:
    return f"({' OR '.join([condition] * times)})"
