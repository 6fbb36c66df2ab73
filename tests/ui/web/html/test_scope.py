"""Tests of scope.py: the form offers what tells articles apart, and texts stay texts."""

from tests.ui.web.html.test_thread import HOSTILE, Page
from ui.web.html.scope import render_scope
from ui.web.i18n.choose import ENGLISH
from ui.web.state.scope import Scope, make_filters
from vectorstore.contents import Facets


def fields(facets: Facets, models: tuple[str, ...], scope: Scope | None = None) -> Page:
    return Page(render_scope(facets, models, scope or Scope(), ENGLISH))


def named(page: Page) -> set[str | None]:
    return {attrs["name"] for _, attrs in page.elements if "name" in attrs}


def test_what_all_articles_share_is_not_asked_for():
    alike = Facets(("default",), ("fr",), "2020", "2020")
    assert named(fields(alike, ("local",))) == {"source"}
    apart = Facets(("default", "wires"), ("fr", "en"), "2019", "2020")
    everything = {"collection", "language", "since", "until", "source", "model"}
    assert named(fields(apart, ("local", "extractive"))) == everything


def test_what_was_chosen_stays_chosen_in_a_form_made_anew():
    scope = Scope(make_filters(collection="wires", since="2019-05-01"), "extractive")
    apart = Facets(("default", "wires"), ("fr",), "2019", "2020")
    page = fields(apart, ("local", "extractive"), scope)
    chosen = [attrs["value"] for tag, attrs in page.elements if "selected" in attrs]
    assert chosen == ["wires", "extractive"]
    assert {"type": "date", "value": "2019-05-01"}.items() <= next(
        attrs.items() for _, attrs in page.elements if attrs.get("name") == "since"
    )


def test_hostile_names_stay_texts():
    page = fields(Facets((HOSTILE, "b"), (HOSTILE, "fr"), None, None), (HOSTILE, "m"))
    assert not {"script", "img", "b", "i", "a"} & {tag for tag, _ in page.elements}
    assert page.text.count(HOSTILE) == 3
