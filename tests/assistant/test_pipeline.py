"""What becomes of the claims of a reading: what is translated, when, and what is said."""

from dataclasses import replace
from typing import Any, cast

import pytest
from langchain_core.runnables import RunnableLambda

from assistant import pipeline as answering
from assistant.answer import AnswerEvent, Event, FinalEvent
from assistant.claims import Claim
from assistant.compose import translate as translating
from assistant.evidence import Evidence, best_evidence
from assistant.llm.load import LocalChat
from assistant.pipeline import Asked, answer_question
from assistant.settings import Settings
from ingest import split_passages
from vectorstore import ScoredPassage

QUESTION = "Who is Haftar's spokesman?"


@pytest.fixture
def answered(sample_article, monkeypatch):
    """Answers a question whose reading gave some claims: the last two events.

    Each translation is `…`.
    """
    passage = split_passages(sample_article)[0]
    scores = tuple(0.9 - 0.1 * number for number in range(len(passage.sentences)))
    hits = [ScoredPassage(passage, sample_article, 0.9, scores, 0.9)]
    model = cast(Any, RunnableLambda(lambda prompt: prompt))
    chat = LocalChat("local", cast(Any, None), *[model] * 6)
    evidence = best_evidence(hits, 2)

    def make(claims: list[Claim]) -> list[Event]:
        monkeypatch.setattr(answering, "answer_by_reading", lambda *_: iter(claims))
        monkeypatch.setattr(translating, "translate", lambda *_: "…")
        asked = Asked(
            QUESTION,
            (),
            lambda _: hits,
            lambda _: hits,
            lambda: hits,
            lambda: 9,
            lambda: chat,
            Settings(),
        )
        return list(answer_question(asked))[-2:]

    return make, evidence


def quotation(item: Evidence, trust: float) -> Claim:
    return Claim(item.text, (item,), trust, is_quoted=True)


def test_quotations_are_translated_and_claims_are_not(answered):
    make, (first, second) = answered
    claims = [Claim("Ahmad al-Mesmari.", (first,), 0.4)]
    _, final = make([*claims, quotation(first, 0.36), quotation(second, 0.36)])
    answer = final.answer
    assert [(s.quoted, s.translation) for s in answer.sentences] == [
        (False, None),
        (True, "…"),
        (True, "…"),
    ]
    assert "not quite sure" in answer.notice
    assert "translation" in answer.notice


def test_quotations_in_the_readers_language_are_not_translated(answered):
    make, (first, _) = answered
    english = replace(first.hit.article, language="en")
    quoted = replace(first, hit=replace(first.hit, article=english))
    before, final = make([quotation(quoted, 0.5)])
    assert not isinstance(before, AnswerEvent)
    assert [s.translation for s in final.answer.sentences] == [None]
    assert "translation" not in final.answer.notice


def test_a_sure_claim_stands_alone(answered):
    make, (first, _) = answered
    before, final = make([Claim("Ahmad al-Mesmari.", (first,), 0.9)])
    assert not isinstance(before, AnswerEvent)
    assert [s.text for s in final.answer.sentences] == ["Ahmad al-Mesmari."]
    assert final.answer.notice is None


def test_the_answer_is_given_before_its_quotations_are_translated(answered):
    make, (first, _) = answered
    claims = [Claim("Ahmad al-Mesmari.", (first,), 0.4), quotation(first, 0.36)]
    early, final = make(claims)
    assert isinstance(early, AnswerEvent)
    assert isinstance(final, FinalEvent)
    assert [s.text for s in early.answer.sentences] == [s.text for s in final.answer.sentences]
    assert not any(s.translation for s in early.answer.sentences)
    assert "not quite sure" in early.answer.notice
    assert "translation" not in early.answer.notice
    assert early.answer.timings["answer"] == final.answer.timings["answer"]
    assert final.answer.timings["total"] >= final.answer.timings["answer"]


def test_a_model_that_was_given_up_is_not_asked_what_the_next_part_means(
    sample_article, monkeypatch
):
    def silent(*_: Any) -> Any:
        raise TimeoutError

    requests, searched = [], []
    condense = cast(Any, RunnableLambda(lambda prompt: requests.append(prompt) or silent()))
    chat = LocalChat("local", cast(Any, None), *[condense] * 6)
    passage = split_passages(sample_article)[0]
    hits = [ScoredPassage(passage, sample_article, 0.9, (0.9,) * len(passage.sentences), 0.9)]
    monkeypatch.setattr(answering, "answer_by_reading", silent)
    asked = Asked(
        question="Who is Haftar's spokesman, and who is he? And when?",
        history=(),
        search=lambda query: searched.append(query) or hits,
        on_topic=lambda _: hits,
        newest=lambda: hits,
        count_passages=lambda: 9,
        load=lambda: chat,
        settings=Settings(),
    )
    *_, final = answer_question(asked)
    assert requests == []
    assert searched == [QUESTION, f"{QUESTION} who is he?", f"{QUESTION} And when?"]
    assert final.answer.status == "answered"
