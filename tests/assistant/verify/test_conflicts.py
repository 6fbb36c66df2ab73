from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from assistant.evidence import Evidence
from assistant.stages import Claim, Support, Verdict
from assistant.verify.conflicts import disagree
from vectorstore.passage import Span


def claim(text: str, article: str, probability: float = 0.9) -> Claim:
    told = SimpleNamespace(id=article, title=f"Title of {article}", date="2020-01", text=text)
    evidence = cast(Any, SimpleNamespace(hit=SimpleNamespace(article=told)))
    verdict = Verdict(Support.VERIFIED, probability)
    return Claim(text, (cast(Evidence, evidence),), verdict=verdict)


def quotation(text: str, words: str, article: str) -> Claim:
    start = text.index(words)
    return replace(claim(text, article), quoted=True, spans=(Span(start, start + len(words)),))


MANY = claim("About 2,500 miners are on strike.", "a")
FEW = claim("About 1 200 miners are on strike.", "b", 0.8)
ALSO_MANY = claim("2500 miners are on strike.", "b")
OTHER = claim("The strike began in 1987.", "b")
QUOTED_MANY = quotation("About 2,500 miners have been on strike since 1987.", "2,500", "a")
QUOTED_FEW = quotation("About 1 200 miners have been on strike since 1987.", "1 200 miners", "b")


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


def test_quotations_contradict_by_the_numbers_that_answer():
    assert disagree(QUOTED_MANY, QUOTED_FEW)
    since = quotation("About 1 200 miners have been on strike since 1987.", "1987", "b")
    assert not disagree(since, quotation(QUOTED_MANY.text, "1987", "a"))
    assert not disagree(QUOTED_MANY, QUOTED_MANY)
    elsewhere = quotation("In May 300 pupils of Belmar stayed away from school.", "300", "b")
    assert not disagree(QUOTED_MANY, elsewhere)
    led, by = "The union is led by Mary Cole.", "The union is led by Paul Girard."
    assert not disagree(quotation(led, "Mary Cole", "a"), quotation(by, "Paul Girard", "b"))


def test_bare_figures_contradict_and_a_quotation_contradicts_no_sentence():
    assert disagree(claim("2 500", "a"), claim("3,000", "b"))
    assert not disagree(claim("2 500", "a"), claim("2,500", "b"))
    assert not disagree(MANY, replace(FEW, quoted=True))
    assert not disagree(replace(MANY, quoted=True), FEW)


def test_other_matters_other_spellings_and_the_same_article_do_not_contradict():
    assert not disagree(MANY, ALSO_MANY)
    assert not disagree(MANY, OTHER)
    assert not disagree(MANY, claim("About 1 200 miners are on strike.", "a"))
    assert not disagree(
        claim("The army is led by Khalifa Haftar.", "a"),
        claim("The army is led by Khalifar Haftar.", "b"),
    )
