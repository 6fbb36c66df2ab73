from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from assistant.claims import Choice, Claim
from assistant.evidence import Evidence
from assistant.verify.conflicts import attributed, disagree, without_rivals


def claim(text: str, article: str, trust: float = 0.9) -> Claim:
    told = SimpleNamespace(id=article, title=f"Title of {article}", date="2020-01")
    evidence = cast(Any, SimpleNamespace(hit=SimpleNamespace(article=told)))
    return Claim(text, (cast(Evidence, evidence),), trust)


MANY = claim("About 2,500 miners are on strike.", "a")
FEW = claim("About 1 200 miners are on strike.", "b", 0.8)
ALSO_MANY = claim("2500 miners are on strike.", "b")
OTHER = claim("The strike began in 1987.", "b")


def test_the_same_with_another_figure_or_name_contradicts():
    assert disagree(MANY, FEW)
    assert disagree(
        claim("The union is led by Mary Cole.", "a"), claim("The union is led by Paul Girard.", "b")
    )


def test_a_figure_that_both_have_hides_no_contradiction():
    assert disagree(
        claim("About 2,500 miners went on strike in 2019.", "a"),
        claim("About 1,200 miners went on strike in 2019.", "b"),
    )
    assert not disagree(
        claim("About 2,500 miners went on strike.", "a"),
        claim("About 2,500 miners went on strike in 2019.", "b"),
    )


def test_bare_figures_contradict_and_quotations_do_not():
    assert disagree(claim("2 500", "a"), claim("3,000", "b"))
    assert not disagree(claim("2 500", "a"), claim("2,500", "b"))
    assert not disagree(MANY, replace(FEW, is_quoted=True))
    assert not disagree(replace(MANY, is_quoted=True), FEW)


def test_other_matters_other_spellings_and_the_same_article_do_not_contradict():
    assert not disagree(MANY, ALSO_MANY)
    assert not disagree(MANY, OTHER)
    assert not disagree(MANY, claim("About 1 200 miners are on strike.", "a"))
    assert not disagree(
        claim("The army is led by Khalifa Haftar.", "a"),
        claim("The army is led by Khalifar Haftar.", "b"),
    )


def test_what_another_article_contradicts_is_not_weighed_as_an_answer():
    assert without_rivals([FEW, MANY, OTHER]) == ([MANY, OTHER], [FEW])


def test_contradicting_claims_name_their_articles():
    told = attributed(Choice((MANY,), (FEW, OTHER)), "fr")
    assert [c.text for c in told.chosen] == [
        "Selon Title of a (2020-01) : About 2,500 miners are on strike.",
        "Selon Title of b (2020-01) : About 1 200 miners are on strike.",
    ]
    assert told.dropped == (OTHER,)


def test_claims_that_agree_or_cannot_be_trusted_are_left_as_they_are():
    for other in (ALSO_MANY, replace(FEW, trust=0.1), replace(FEW, is_checked=False)):
        choice = Choice((MANY,), (other,))
        assert attributed(choice, "en") == choice
