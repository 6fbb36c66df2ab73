import pytest

from assistant.evidence import Evidence
from assistant.query.query import Query
from assistant.stages import Reading, Support
from assistant.verify.span_said import SpanSaidVerifier
from vectorstore import Article, Passage, ScoredPassage, Span

TEXT = (
    "Le général rejetait l’appel de la Turquie et de la Russie, qui auraient envoyé 2 500 hommes"
    " pour reprendre le port fermé."
)


def verdict(span: str, sentence: str, language: str = "fr") -> Support:
    article = Article(TEXT, "Appel", "a.txt", language="fr")
    whole = Span(0, len(TEXT))
    hit = ScoredPassage(Passage(article.id, 0, len(TEXT), TEXT, (whole,)), article, 0.9, (0.9,))
    spans = (Span(TEXT.index(span), TEXT.index(span) + len(span)),) if span else ()
    reading = Reading(sentence, (Evidence(1, hit, whole, 0.9),), spans=spans)
    return SpanSaidVerifier().verify(Query("?", language), reading).support


@pytest.mark.parametrize(
    ("span", "sentence", "language"),
    [
        ("la Turquie et de la Russie", "Turkey and Russia called for it.", "en"),
        ("2 500 hommes", "They sent 2,500 men.", "en"),
        ("reprendre le port fermé", "Ils voulaient reprendre le port.", "fr"),
    ],
)
def test_a_sentence_that_says_the_span_is_verified(span, sentence, language):
    assert verdict(span, sentence, language) is Support.VERIFIED


@pytest.mark.parametrize(
    ("span", "sentence", "language"),
    [
        ("la Turquie et de la Russie", "The general called for it.", "en"),
        ("la Turquie et de la Russie", "Russia called for it.", "en"),
        ("2 500 hommes", "They sent men.", "en"),
        ("reprendre le port fermé", "Ils rejetaient l’appel.", "fr"),
        ("reprendre le port fermé", "To take back the port.", "en"),
        ("", "Russia called for it.", "en"),
        ("2 500 hommes", "They sent 2,500 men and 40 ships.", "en"),
    ],
)
def test_any_other_is_not(span, sentence, language):
    assert verdict(span, sentence, language) is Support.UNSUPPORTED
