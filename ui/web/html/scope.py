"""HTML form of filters and of the chat model."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from ui.web.i18n.words import Words
from ui.web.state.scope import Scope
from vectorstore.contents import Facets


def render_scope(facets: Facets, models: Sequence[str], scope: Scope, words: Words) -> str:
    """The form, with only the fields that offer a choice; filters and model are preselected."""
    asked = scope.filters
    fields = [
        _choice("collection", words.collection, _same(facets.collections), asked.collections, words)
        if len(facets.collections) > 1
        else "",
        _choice("language", words.language, _named(facets, words), asked.languages, words)
        if len(facets.languages) > 1
        else "",
    ]
    if facets.first != facets.last:
        fields += [
            _box("since", words.since, "date", asked.since),
            _box("until", words.until, "date", asked.until),
        ]
    fields.append(_box("source", words.source_part, "text", "".join(asked.sources)))
    if len(models) > 1:
        named = [(name, words.model_names.get(name, name)) for name in models]
        fields.append(_choice("model", words.model, named, (scope.model or models[0],)))
    return str(
        Markup(
            '<details class="scope"><summary data-all="{all}">{all}</summary><form>{fields}'
            '<button type="reset">{reset}</button></form></details>'
        ).format(all=words.all_articles, fields=Markup("").join(fields), reset=words.reset)
    )


def _same(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


def _named(facets: Facets, words: Words) -> list[tuple[str, str]]:
    return [(code, words.language_name(code)) for code in facets.languages]


def _choice(
    name: str,
    label: str,
    options: Sequence[tuple[str, str]],
    chosen: Sequence[str],
    words: Words | None = None,
) -> Markup:
    """A drop-down list of (value, text); with `words`, its first entry is no filter."""
    offered = [("", words.any_of_them), *options] if words else options
    return Markup('<label>{}<select name="{}">{}</select></label>').format(
        label,
        name,
        Markup("").join(
            Markup('<option value="{}"{}>{}</option>').format(
                value, Markup(" selected") if value in chosen else "", text
            )
            for value, text in offered
        ),
    )


def _box(name: str, label: str, kind: str, value: str | None) -> Markup:
    return Markup(
        '<label>{}<input type="{}" name="{}" value="{}" maxlength="200" autocomplete="off"></label>'
    ).format(label, kind, name, value or "")
