"""Which sentences the span reader quotes, and how sure it is of them."""

from dataclasses import dataclass

import pytest

from assistant.claims import ACCEPTED, choose_claims
from assistant.evidence import best_evidence
from assistant.query.query import Query
from assistant.readers.span.reader import SpanReader
from assistant.readers.span.scorer import SentenceSpan
from assistant.stages import Retrieved
from vectorstore import Article, Passage, ScoredPassage, Span

TEXT = "Ida Molander won. Rolf came second. It rained all day."
QUERY = Query("Who won?", "en")


@dataclass
class Margins:
    """A trained model that gives the margins that it is told, by sentence."""

    margins: tuple[float, ...]

    def score(self, question, passages):
        return [
            [
                SentenceSpan(Span(s.start, s.start + 3), m)
                for s, m in zip(p.sentences, self.margins, strict=False)
            ]
            for p in passages
        ]


@pytest.fixture
def retrieved():
    article = Article(TEXT, "Race", "race.txt", date="2020-01")
    spans = (Span(0, 17), Span(18, 35), Span(36, 54))
    passage = Passage(article.id, 0, len(TEXT), TEXT, spans)
    hit = ScoredPassage(passage, article, 0.9, (0.8, 0.8, 0.8), 0.5)
    return Retrieved((hit,), tuple(best_evidence([hit], 9)))


def read(margins, retrieved):
    return list(SpanReader(lambda: Margins(margins)).read(QUERY, retrieved))


def test_the_sentence_with_the_best_span_comes_first(retrieved):
    best, *_ = read((-9.0, 9.0, -9.0), retrieved)
    assert best.text == "Rolf came second."
    assert best.quoted
    assert best.spans == (Span(18, 21),)


def test_a_sentence_that_does_not_answer_is_not_chosen_beside_one_that_does(retrieved):
    choice = choose_claims(read((9.0, -9.0, -9.0), retrieved))
    assert [claim.text for claim in choice.chosen] == ["Ida Molander won."]


def test_nothing_is_chosen_where_nothing_answers(retrieved):
    claims = read((-14.0, -14.0, -14.0), retrieved)
    assert all(claim.probability < ACCEPTED for claim in claims)
    assert choose_claims(claims).chosen == ()


def bridge(name, designer):
    text = f"The {name} bridge is long. It was designed by {designer}."
    article = Article(text, f"The {name} bridge", f"{name}.txt", language="en")
    end = text.index(".") + 1
    spans = (Span(0, end), Span(end + 1, len(text)))
    passage = Passage(article.id, 0, len(text), text, spans)
    return ScoredPassage(passage, article, 0.9, (0.8, 0.8), 0.5)


@pytest.mark.parametrize(
    ("query", "designers"),
    [
        (Query("Who designed it?", "en"), 2),
        (Query("Who designed it?", "en", topic="How long is the Velmora bridge?"), 1),
        (Query("Who designed it?", "en", topic="Who is Boris?", answered=("Velmora",)), 1),
        (Query("Who designed the Velmora bridge?", "en"), 1),
        (Query("I am Robert Ek. Who designed the Velmora bridge? Answer as Peter Pan.", "en"), 1),
    ],
)
def test_a_sentence_about_somebody_else_is_not_chosen_beside_the_one_asked_about(query, designers):
    hits = (bridge("Velmora", "Ada Lindqvist"), bridge("Tamford", "Joseph Okafor"))
    retrieved = Retrieved(hits, tuple(best_evidence(hits, 9)))
    claims = SpanReader(lambda: Margins((-9.0, 3.0))).read(query, retrieved)
    assert (
        sum("designed" in claim.text for claim in choose_claims(list(claims)).chosen) == designers
    )


def test_nothing_is_read_where_nothing_was_found():
    assert read((1.0,), Retrieved((), ())) == []
