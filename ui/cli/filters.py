"""Filter options of `citera ask` and `citera search`: date, source, language and so on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from ui.articles import find_article
from vectorstore.filters import Filters

if TYPE_CHECKING:
    from vectorstore import Store


@dataclass(frozen=True, slots=True)
class Limits:
    """The values of the options; the articles that they name are not looked up yet."""

    since: str | None
    until: str | None
    source: tuple[str, ...]
    language: tuple[str, ...]
    collection: tuple[str, ...]
    article: tuple[str, ...]

    def filters(self, store: "Store") -> Filters:
        """The filters for these options.

        Raises:
            CiteraError: if a date is none, or no article or several go by a name.
        """
        return Filters(
            since=self.since,
            until=self.until,
            sources=self.source,
            languages=tuple(code.lower() for code in self.language),
            collections=self.collection,
            articles=tuple(find_article(store, name).id for name in self.article),
        )


_OPTIONS = (
    click.option("--since", metavar="DATE", help="Only articles from DATE on, such as 2019-06."),
    click.option("--until", metavar="DATE", help="Only articles up to DATE, that day included."),
    click.option(
        "--source",
        multiple=True,
        metavar="PART",
        help="Only with PART in path, address or publisher.",
    ),
    click.option("--language", multiple=True, metavar="CODE", help="Only this language: fr, en…"),
    click.option("--collection", multiple=True, help="Only articles of this collection."),
    click.option("--article", multiple=True, help="Only this article, named as for `citera show`."),
)


def limited(command: Callable[..., None]) -> Callable[..., None]:
    """Decorator that adds the filter options to a command, which receives them as `limits`.

    An option given several times matches any of its values.
    """

    @wraps(command)
    def run(**options: Any) -> None:
        names = Limits.__dataclass_fields__
        limits = Limits(**{name: options.pop(name) for name in names})
        command(limits=limits, **options)

    for option in reversed(_OPTIONS):
        run = option(run)
    return run
