"""What becomes of the claims of a reader: what is chosen, translated, when, and what is said.

The stages are laid down here, as these tests need exact claims.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from assistant.answer import AnswerEvent, Event, FinalEvent, TokenEvent
from assistant.assembly import Assembly
from assistant.compose.messages import quotation_remark
from assistant.evidence import Evidence, best_evidence
from assistant.llm.failures import Failure, ModelFailed, guarded
from assistant.pipeline import answer_question
from assistant.query.query import Query
from assistant.settings import Settings
from assistant.stages import Claim, Reading, Retrieved, Stages, Support, Verdict
from assistant.verify.grounding import GroundingVerifier
from ingest import split_passages
from tests.assistant.found import FoundStore
from vectorstore import ScoredPassage

QUESTION = "Who is Haftar's spokesman?"


@dataclass
class Script:
    """A reader that gives what it is told to, or fails."""

    items: Sequence[str | Reading] = ()
    failure: Exception | None = None
    read_for: list[str] = field(default_factory=list)

    def read(self, query: Query, retrieved: Retrieved) -> Iterator[str | Reading]:
        self.read_for.append(query.text)
        yield from self.items
        if self.failure:
            raise self.failure


class Dots:
    """A translator whose translations are `…`."""

    def translate(self, sentence: str, language: str) -> str | None:
        return "…"


@pytest.fixture
def store(sample_article) -> FoundStore:
    passage = split_passages(sample_article)[0]
    scores = tuple(0.9 - 0.1 * number for number in range(len(passage.sentences)))
    return FoundStore([ScoredPassage(passage, sample_article, 0.9, scores, 0.9)])


@pytest.fixture
def stages(store) -> Callable[..., Stages]:
    """Makes stages without a model, but for those that are given."""

    def make(**given: Any) -> Stages:
        assembled = Assembly(Settings(model="extractive"), store).stages()
        laid_down = {"verifier": GroundingVerifier(), "translator": Dots(), **given}
        return replace(assembled, remark=quotation_remark, **laid_down)

    return make


@pytest.fixture
def answered(stages, store):
    """Answers a question whose reading gave some claims: the last two events."""

    def make(claims: list[Claim]) -> list[Event]:
        return list(answer_question(QUESTION, (), None, stages(reader=Script(claims))))[-2:]

    return make, best_evidence(store.hits, 2)


def claim(item: Evidence, probability: float, text: str = "Ahmad al-Mesmari.") -> Claim:
    return Claim(text, (item,), verdict=Verdict(Support.VERIFIED, probability))


def quotation(item: Evidence, probability: float) -> Claim:
    return replace(claim(item, probability, item.text), quoted=True)


def test_the_first_quotation_is_translated_where_nothing_is_said(answered):
    make, (first, second) = answered
    early, final = make([quotation(first, 0.4), quotation(second, 0.36)])
    assert [s.translation for s in early.answer.sentences] == [None, None]
    assert [s.translation for s in final.answer.sentences] == ["…", None]


def test_no_quotation_is_translated_beside_a_sentence_of_the_models(answered):
    make, (first, second) = answered
    before, final = make([claim(first, 0.4), quotation(first, 0.36), quotation(second, 0.36)])
    assert not isinstance(before, AnswerEvent)
    assert [s.translation for s in final.answer.sentences] == [None, None, None]
    assert final.answer.notice is None


def test_quotations_in_the_readers_language_are_not_translated(stages, store):
    (first, *_) = best_evidence(store.hits, 1)
    made = stages(reader=Script([quotation(first, 0.5)]))
    before, final = list(answer_question("Qui parle pour Haftar ?", (), None, made))[-2:]
    assert not isinstance(before, AnswerEvent)
    assert [s.translation for s in final.answer.sentences] == [None]
    assert "traduction" not in final.answer.notice


def test_a_sure_claim_stands_alone(answered):
    make, (first, _) = answered
    before, final = make([claim(first, 0.9)])
    assert not isinstance(before, AnswerEvent)
    assert [s.text for s in final.answer.sentences] == ["Ahmad al-Mesmari."]
    assert final.answer.notice is None


def test_the_answer_is_given_before_its_quotations_are_translated(answered):
    make, (first, _) = answered
    early, final = make([quotation(first, 0.4)])
    assert isinstance(early, AnswerEvent)
    assert isinstance(final, FinalEvent)
    assert [s.text for s in early.answer.sentences] == [s.text for s in final.answer.sentences]
    assert not any(s.translation for s in early.answer.sentences)
    assert "own words" in early.answer.notice
    assert "translation" not in early.answer.notice
    assert "translation" in final.answer.notice
    assert early.answer.timings["answer"] == final.answer.timings["answer"]
    assert final.answer.timings["total"] >= final.answer.timings["answer"]


def test_readings_go_to_the_verifier_and_claims_do_not(stages, store):
    (first, *_) = best_evidence(store.hits, 1)
    reader = Script([Reading("He has 77 spokesmen.", (first,)), claim(first, 0.9)])
    *_, final = answer_question(QUESTION, (), None, stages(reader=reader))
    assert [s.text for s in final.answer.sentences] == ["Ahmad al-Mesmari."]
    assert [(d.text, d.reason) for d in final.answer.dropped] == [
        ("He has 77 spokesmen.", "unsupported")
    ]


def test_a_model_that_was_given_up_is_not_asked_what_the_next_part_means(stages, store):
    reader = Script(failure=ModelFailed(Failure.SLOW))
    (first, *_) = best_evidence(store.hits, 1)
    asked = "Who is Haftar's spokesman, and who is he? And when?"
    made = stages(reader=reader, quoter=Script([quotation(first, 0.5)]))
    *_, final = answer_question(asked, (), None, made)
    assert reader.read_for == [QUESTION]
    assert store.searched == [QUESTION, f"{QUESTION} who is he?", f"{QUESTION} And when?"]
    assert final.answer.status == "answered"
    assert final.answer.model == "extractive"


def test_a_fault_of_our_own_is_not_told_as_the_models(stages):
    reader = Script(failure=KeyError("a fault in our own code"))
    with pytest.raises(KeyError, match="our own code"):
        list(answer_question(QUESTION, (), None, stages(reader=reader)))


def test_only_what_is_raised_between_pieces_is_told_as_the_models_fault():
    pieces = guarded(iter_of("one", "two"))
    assert next(pieces) == "one"
    with pytest.raises(KeyError, match="our own code"):
        pieces.throw(KeyError("a fault in our own code"))
    broken = guarded(iter_of("one", ConnectionError("refused")))
    with pytest.raises(ModelFailed, match="unreachable"):
        list(broken)


def iter_of(*items: str | Exception) -> Generator[str]:
    for item in items:
        if isinstance(item, Exception):
            raise item
        yield item


@dataclass
class Sayings:
    """A phraser that writes what it is told to, or fails."""

    text: str = ""
    failure: Exception | None = None

    def phrase(self, query: Query, claim: Claim) -> Iterator[str | Reading]:
        if self.failure:
            raise self.failure
        yield self.text
        yield Reading(self.text, claim.evidence, spans=claim.spans)


@pytest.fixture
def phrased(stages, store):
    """Answers with a phraser: the events."""

    def make(phraser: Sayings, question: str = QUESTION) -> list[Event]:
        (first, *_) = best_evidence(store.hits, 1)
        quoted = replace(quotation(first, 0.8), spans=(first.span,))
        made = stages(reader=Script([quoted]), phraser=phraser)
        return list(answer_question(question, (), None, made))

    return make


def test_the_articles_are_quoted_first_and_then_phrased(phrased):
    _, early, draft, sentence, _, final = phrased(Sayings("His spokesman is Ahmad al-Mesmari."))
    assert isinstance(early, AnswerEvent)
    assert [s.quoted for s in early.answer.sentences] == [True]
    assert isinstance(draft, TokenEvent)
    assert sentence.sentence.text == "His spokesman is Ahmad al-Mesmari."
    told, quoted = final.answer.sentences
    assert (told.quoted, quoted.quoted) == (False, True)
    assert told.citations == early.answer.sentences[0].citations
    assert final.answer.confidence == 0.8


@pytest.mark.parametrize(
    "phraser",
    [Sayings("He has 77 spokesmen."), Sayings(""), Sayings(failure=ModelFailed(Failure.SLOW))],
    ids=["not borne out", "no answer", "failed"],
)
def test_a_quotation_stays_where_it_is_not_phrased_well(phrased, phraser):
    final = phrased(phraser)[-1].answer
    assert [s.quoted for s in final.sentences] == [True]
    assert final.sentences[0].translation == (None if phraser.failure else "…")


def test_a_count_is_quoted_and_said_to_be_none(phrased):
    events = phrased(Sayings("Two articles mention Haftar."), "How many articles mention Haftar?")
    final = events[-1].answer
    assert [s.quoted for s in final.sentences] == [True]
    assert "does not count" in final.notice
    assert not any(isinstance(event, TokenEvent) for event in events)


def test_the_latest_is_taken_from_the_newest_article(stages, store):
    (first, *_) = best_evidence(store.hits, 1)

    def dated(date: str, probability: float) -> Claim:
        article = replace(first.hit.article, date=date)
        item = replace(first, hit=replace(first.hit, article=article))
        return claim(item, probability, f"It cost more in {date[:4]}.")

    claims = [dated("2022-05-01", 0.9), dated("2024-09-30", 0.7), dated("2025-01-01", 0.05)]
    made = stages(reader=Script(claims))
    *_, final = answer_question("What is the latest fare?", (), None, made)
    assert [s.text for s in final.answer.sentences] == ["It cost more in 2024."]
    assert "2024-09-30" in final.answer.notice


@dataclass
class Word:
    """An answer verifier that gives claims a probability, or fails."""

    probabilities: Sequence[float] = ()
    failure: Exception | None = None

    def verify_answers(self, query: Query, claims: Sequence[Claim]) -> list[Claim]:
        if self.failure:
            raise self.failure
        given = zip(claims, self.probabilities, strict=True)
        return [replace(c, verdict=Verdict(Support.VERIFIED, p)) for c, p in given]


@pytest.fixture
def verified(stages, store):
    """Answers from two quotations that a word is given on: the events, and their texts."""

    def make(word: Word, question: str = QUESTION) -> tuple[list[Event], list[str]]:
        items = best_evidence(store.hits, 2)
        quoted = [quotation(items[0], 0.95), quotation(items[1], 0.5)]
        made = stages(reader=Script(quoted), answer_verifier=word, phraser=Sayings(""))
        return list(answer_question(question, (), None, made)), [item.text for item in items]

    return make


def shown(events: Sequence[Event]) -> list[tuple[bool, list[str]]]:
    """The quoted answers before the last, and whether they are provisional."""
    return [
        (event.provisional, [sentence.text for sentence in event.answer.sentences])
        for event in events
        if isinstance(event, AnswerEvent) and not any(s.translation for s in event.answer.sentences)
    ]


def test_what_the_model_says_answers_comes_first(verified):
    events, (first, second) = verified(Word((0.3, 0.95)))
    assert shown(events)[:2] == [(True, [first]), (False, [second])]
    assert [s.text for s in events[-1].answer.sentences] == [second]


def test_an_answer_is_withdrawn_where_the_model_says_that_nothing_answers(verified):
    events, (first, _) = verified(Word((0.1, 0.05)))
    assert shown(events) == [(True, [first])]
    assert events[-1].answer.status == "not_found"
    assert events[-1].answer.notice is None


def test_the_readers_word_stands_where_the_model_fails(verified):
    events, (first, _) = verified(Word(failure=ModelFailed(Failure.SLOW)))
    assert events[-1].answer.status == "answered"
    assert [s.text for s in events[-1].answer.sentences] == [first]
    assert "too long" in events[-1].answer.notice


def test_the_model_is_not_asked_whether_sentences_tell_a_count(verified):
    events, _ = verified(Word(failure=KeyError("asked")), "How many articles mention Haftar?")
    assert events[-1].answer.status == "answered"
