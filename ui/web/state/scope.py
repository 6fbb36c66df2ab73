"""`Scope`: what a reader limits a question to, and the chat model that is to answer it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ui.web.i18n.words import Words
from vectorstore.filters import Filters

if TYPE_CHECKING:
    from vectorstore.store import Facets


@dataclass(frozen=True, slots=True)
class Scope:
    """Which articles are asked, and which chat model; by itself all of them, and the usual one."""

    filters: Filters = field(default_factory=Filters)
    model: str = ""

    def within(self, facets: "Facets") -> "Scope":
        """This scope without the limits that `facets` leave no choice in."""
        asked = self.filters

        def left(values: tuple[str, ...], offered: Sequence[str]) -> tuple[str, ...]:
            return tuple(value for value in values if value in offered and len(offered) > 1)

        dated = facets.first != facets.last
        filters = replace(
            asked,
            collections=left(asked.collections, facets.collections),
            languages=left(asked.languages, facets.languages),
            since=asked.since if dated else None,
            until=asked.until if dated else None,
        )
        return replace(self, filters=filters)

    def described(self, words: Words) -> str:
        """The limits in a few words; empty where there are none."""
        asked = self.filters
        limits = [
            *asked.collections,
            *map(words.language_name, asked.languages),
            *(f"{words.since} {date}" for date in (asked.since,) if date),
            *(f"{words.until} {date}" for date in (asked.until,) if date),
            *asked.sources,
        ]
        return " · ".join(limits)


def make_filters(
    since: str = "", until: str = "", source: str = "", language: str = "", collection: str = ""
) -> Filters:
    """Filters by one value each; an empty one asks nothing.

    Raises:
        CiteraError: if a date is not in the form of ISO 8601.
    """
    return Filters(
        since=since.strip() or None,
        until=until.strip() or None,
        sources=_one(source),
        languages=_one(language.lower()),
        collections=_one(collection),
    )


def read_scope(chosen: dict[str, Any], models: Sequence[str]) -> Scope:
    """The scope that the page's form was filled in with; a model that is not offered is none."""
    names = ("collection", "language", "since", "until", "source")
    filters = make_filters(**{name: str(chosen.get(name, "")) for name in names})
    model = str(chosen.get("model", ""))
    return Scope(filters, model if model in models else "")


def _one(value: str) -> tuple[str, ...]:
    return (value.strip(),) if value.strip() else ()
