from dataclasses import replace

import pytest

from assistant.evidence import Evidence
from assistant.stages import Query, Reading, Support
from assistant.verify.entailment import EntailmentVerifier
from vectorstore import Article, Passage, ScoredPassage, Span

TEXT = "The library of Marbet was designed in 2019 by the architect Sunniva Krall."
QUERY = Query("Who designed the library?", "en")


@pytest.fixture
def item():
    article = Article(TEXT, "A new library", "library.txt")
    passage = Passage(article.id, 0, len(TEXT), TEXT, (Span(0, len(TEXT)),))
    hit = ScoredPassage(passage, article, 0.9, (0.9,), 0.9)
    return Evidence(1, hit, Span(0, len(TEXT)), 0.9)


def verified(chance, text, item):
    asked = []

    def entailment(claims):
        asked.extend(claims)
        return [chance] * len(claims)

    verdict = EntailmentVerifier(entailment).verify(QUERY, Reading(text, (item,)))
    return verdict, asked


def test_what_the_evidence_entails_is_verified_with_its_heading(item):
    verdict, asked = verified(0.9, "Sunniva Krall designed it.", item)
    assert verdict.support is Support.VERIFIED
    assert verdict.probability == pytest.approx(0.9)
    assert asked == [("Sunniva Krall designed it.", f"A new library: {TEXT}")]


def test_what_it_does_not_entail_is_unsupported(item):
    verdict, _ = verified(0.01, "Sunniva Krall was born in Marbet.", item)
    assert verdict.support is Support.UNSUPPORTED


def test_a_number_that_stands_nowhere_is_unsupported_whatever_the_model_says(item):
    verdict, asked = verified(0.99, "Sunniva Krall designed 7 libraries.", item)
    assert verdict.support is Support.UNSUPPORTED
    assert asked == []


def test_a_reading_without_evidence_is_unsupported(item):
    verdict = EntailmentVerifier(lambda claims: [1.0]).verify(QUERY, replace(Reading("So.", ())))
    assert verdict.support is Support.UNSUPPORTED
