"""`Scope`: the filters of a question, and the chat model that answers it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ui.web.i18n.words import Words
from vectorstore.filters import Filters

if TYPE_CHECKING:
    from vectorstore.contents import Facets


@dataclass(frozen=True, slots=True)
class Scope:
    """Filters and chat model of a question; by default all articles and the default model."""

    filters: Filters = field(default_factory=Filters)
    model: str = ""

    def within(self, facets: "Facets") -> "Scope":
        """This scope without the filters for which `facets` offer no choice."""
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
        """The filters in a few words; empty without any."""
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
    """Filters with at most one value each; an empty value is no filter.

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
    """The scope chosen in the form; a model that is not offered is ignored."""
    names = ("collection", "language", "since", "until", "source")
    filters = make_filters(**{name: str(chosen.get(name, "")) for name in names})
    model = str(chosen.get("model", ""))
    return Scope(filters, model if model in models else "")


def _one(value: str) -> tuple[str, ...]:
    return (value.strip(),) if value.strip() else ()
