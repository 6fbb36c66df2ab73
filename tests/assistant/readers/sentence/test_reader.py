"""Which sentences the local model is given to read, and when it may be relied on.

What it makes of each is laid down here, as these tests need exact chances.
"""

from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from assistant.claims import ACCEPTED, SURE
from assistant.evidence import Evidence, best_evidence
from assistant.llm.usage import ModelUse
from assistant.readers.sentence import answerability, verifier
from assistant.readers.sentence import reader as sentence_reader
from assistant.readers.sentence.answerability import SentenceAnswerability
from assistant.readers.sentence.reader import SentenceReader
from assistant.readers.sentence.verifier import SentenceVerifier
from assistant.stages import Claim, Query, Reading, Retrieved

QUESTION = "Who is Haftar's spokesman?"
NOTHING = Reading("", (), p_null=0.95)
SURELY = Reading("Ahmad al-Mesmari is his spokesman.", (), p_answer=0.99, p_null=0.01)
PERHAPS = Reading("Ahmad al-Mesmari.", (), p_answer=0.72, p_null=0.3)


@dataclass
class Reader:
    """A model that reads the sentences as it is told to, and what it was asked."""

    readings: list[Reading]
    entailment: float = 0.99
    sufficiency: float = 0.99
    read: list[str] = field(default_factory=list)
    weighed: int = 0
    of_another: str = ""
    """The sentence that tells of somebody else."""
    compared: list[str] = field(default_factory=list)
    """The sentences of which that was asked."""

    def claims(self, evidence: list[Evidence], question: str = QUESTION) -> list[Claim]:
        use = ModelUse("local", lambda: cast(Any, SimpleNamespace(counted_by=lambda _: None)))
        made = SentenceReader(use, SentenceVerifier(use), SentenceAnswerability(use))
        read = made.read(Query(question, "en"), Retrieved((), tuple(evidence), lambda: 9))
        return [item for item in read if isinstance(item, Claim)]


@pytest.fixture
def reader(monkeypatch):
    """Makes a `Reader` that answers in the model's place."""

    def make(*readings: Reading, **others: Any) -> Reader:
        made = Reader(list(readings), **others)

        def read(_: Any, item: Evidence, query: Query, heading: str, rank: int):
            made.read.append(item.text)
            yield replace(made.readings[rank], evidence=(item,), rank=rank)

        def sufficiency(*_: Any) -> float:
            made.weighed += 1
            return made.sufficiency

        monkeypatch.setattr(sentence_reader, "read_sentence", read)
        monkeypatch.setattr(verifier, "entailment_probability", lambda *_: made.entailment)

        def is_of_another(*asked: Any) -> bool:
            (item,) = (each for each in asked if isinstance(each, Evidence))
            made.compared.append(item.text)
            return item.text == made.of_another

        monkeypatch.setattr(answerability, "sufficiency", sufficiency)
        monkeypatch.setattr(verifier, "is_of_another", is_of_another)
        return made

    return make


@pytest.fixture
def evidence(small_store, sample_article) -> list[Evidence]:
    """Four sentences of one article."""
    found = best_evidence(small_store.search(QUESTION), 20)
    return [item for item in found if item.hit.article.title == sample_article.title][:4]


def test_a_sure_claim_ends_the_reading(reader, evidence):
    made = reader(SURELY)
    (claim,) = made.claims(evidence)
    assert claim.probability >= SURE
    assert made.read == [evidence[0].text]
    assert made.weighed == 0


def test_what_another_article_says_is_read_though_the_first_is_sure(reader, evidence):
    first, second, *_ = evidence
    other = replace(second.hit.article, title="Another", source="other.txt")
    foreign = replace(second, hit=replace(second.hit, article=other))
    assert other.id != first.hit.article.id
    made = reader(SURELY, NOTHING)
    made.claims([first, foreign])
    assert len(made.read) == 2


def test_from_the_second_sentence_on_one_that_seems_to_answer_is_the_last(reader, evidence):
    made = reader(NOTHING, NOTHING, PERHAPS)
    made.claims(evidence)
    assert len(made.read) == 3
    both = reader(PERHAPS, PERHAPS, entailment=0.7)
    both.claims(evidence)
    assert len(both.read) == 2
    belied = reader(PERHAPS, PERHAPS, PERHAPS, PERHAPS, entailment=0.05)
    belied.claims(evidence)
    assert len(belied.read) == 4


def test_an_answer_that_is_not_sure_has_the_sentences_beside_it(reader, evidence):
    claim, *quoted = reader(PERHAPS, NOTHING, entailment=0.7).claims(evidence)
    assert ACCEPTED <= claim.probability < SURE
    assert [each.quoted for each in (claim, *quoted)] == [False, True, True]
    assert all(each.probability >= ACCEPTED for each in quoted)


@pytest.mark.parametrize("chances", [{"sufficiency": 0.01}, {"entailment": 0.01}])
def test_nothing_is_trusted_where_the_sentences_or_the_claims_do_not_answer(
    reader, evidence, chances
):
    few = {"sufficiency": 0.2, "entailment": 0.3} | chances
    claims = reader(PERHAPS, NOTHING, NOTHING, NOTHING, **few).claims(evidence)
    assert claims
    assert all(claim.probability < ACCEPTED for claim in claims)


def test_nothing_is_read_for_a_question_about_something_else_altogether(reader, evidence):
    far = [replace(item, hit=replace(item.hit, probability=0.0001)) for item in evidence]
    made = reader(SURELY)
    assert made.claims(far) == []
    assert made.read == []


def test_no_sentences_are_quoted_that_do_not_name_who_is_asked_about(reader, evidence):
    def quoted(question: str) -> list[bool]:
        made = reader(*[replace(PERHAPS, p_null=0.05, p_answer=0.5)] * 4, entailment=0.1)
        return [claim.quoted for claim in made.claims(evidence, question)]

    assert any(quoted(QUESTION))
    assert not any(quoted("Who is the spokesman of Lebanon?"))


def test_a_sentence_about_somebody_else_is_not_quoted_either(reader, evidence):
    first, second, *_ = evidence
    made = reader(PERHAPS, PERHAPS, entailment=0.7, of_another=first.text)
    claims = made.claims([first, second])
    quoted = [claim.text for claim in claims if claim.quoted]
    assert quoted == [second.text]
    (claim,) = reader(PERHAPS, of_another=first.text).claims([first])
    assert claim.probability == 0


def test_what_could_not_stand_anyway_is_not_compared_with_anybody_else(reader, evidence):
    stands = reader(PERHAPS, NOTHING, entailment=0.7)
    stands.claims(evidence[:2])
    assert stands.compared == [evidence[0].text]
    falls = reader(PERHAPS, NOTHING, entailment=0.01)
    falls.claims(evidence[:2])
    assert falls.compared == []
