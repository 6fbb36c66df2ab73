"""What the chat model's word makes of the reader's claims; its replies are laid down here."""

import math
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import pytest
from langchain_core.messages import AIMessage

from assistant.calibration import CALIBRATION
from assistant.claims import ACCEPTED, choose_claims
from assistant.evidence import best_evidence
from assistant.query.query import Query
from assistant.readers.answer_verifier import ModelAnswerVerifier
from assistant.stages import Claim, Support, Verdict
from ingest import split_passages
from vectorstore import ScoredPassage

QUERY = Query("Who is Haftar's spokesman?", "en")


@dataclass
class Replies:
    """The role of a model that says `Yes` with some probabilities, one after the other."""

    probabilities: list[float]
    prompts: list[Any] = field(default_factory=list)

    def invoke(self, prompt: Any) -> AIMessage:
        self.prompts.append(prompt)
        yes = self.probabilities[len(self.prompts) - 1]
        tokens = [("Yes", yes), (" no", 0.0), ("No", 1 - yes)]
        top = [{"token": token, "logprob": math.log(max(p, 1e-9))} for token, p in tokens]
        return AIMessage("", response_metadata={"logprobs": {"content": [{"top_logprobs": top}]}})


@pytest.fixture
def claims(sample_article) -> list[Claim]:
    """Quotations of four sentences, which the reader holds to answer with .6, .4, .3 and .2."""
    hits = [
        ScoredPassage(passage, sample_article, 0.9, (0.9,) * len(passage.sentences), 0.9)
        for passage in split_passages(sample_article)
    ]
    items = best_evidence(hits, 4)
    return [
        Claim(
            item.text,
            (item,),
            quoted=True,
            p_answer=chance,
            p_null=0.3,
            verdict=Verdict(Support.VERIFIED, chance),
        )
        for item, chance in zip(items, (0.6, 0.4, 0.3, 0.2), strict=True)
    ]


def verifier(replies: Replies) -> ModelAnswerVerifier:
    use: Any = SimpleNamespace(model=SimpleNamespace(verify=replies))
    return ModelAnswerVerifier(use)


def test_the_model_is_asked_of_the_likeliest_alone(claims):
    replies = Replies([0.999])
    found = verifier(replies).verify_answers(QUERY, claims)
    assert len(replies.prompts) == 1
    assert [claim.probability for claim in found] == [claim.p_answer for claim in claims]


def test_one_that_the_model_doubts_comes_behind_one_that_is_as_likely(claims):
    first, second, *others = (replace(claim, p_null=0.12) for claim in claims)
    close = [first, replace(second, p_answer=0.59), *others]
    assert choose_claims(close).chosen[0].text == first.text
    found = verifier(Replies([0.21])).verify_answers(QUERY, close)
    assert choose_claims(found).chosen[0].text == second.text


def test_nothing_is_chosen_where_the_model_denies_the_likeliest(claims):
    replies = Replies([0.001])
    found = verifier(replies).verify_answers(QUERY, claims)
    assert max(claim.probability for claim in found) < ACCEPTED
    assert all(claim.p_null > 0.5 for claim in found)


def test_what_the_reader_would_not_have_chosen_is_chosen_where_the_model_affirms_it(claims):
    unsure = [replace(claim, p_answer=0.15, p_null=0.8) for claim in claims]
    found = verifier(Replies([0.999])).verify_answers(QUERY, unsure)
    assert choose_claims(found).chosen[0].text == claims[0].text


@pytest.mark.parametrize("p_null", [0.99, 0.01], ids=["no hope", "certain"])
def test_it_is_not_asked_where_the_reader_needs_no_word(claims, p_null):
    fit = CALIBRATION.answering
    assert not fit.hopeless <= 1 - p_null < fit.certain
    told = [replace(claim, p_null=p_null) for claim in claims]
    assert verifier(Replies([])).verify_answers(QUERY, told) == told
    assert verifier(Replies([])).verify_answers(QUERY, []) == []


def test_the_question_stands_last_under_the_articles_title(claims):
    replies = Replies([0.999])
    verifier(replies).verify_answers(QUERY, claims)
    asked = replies.prompts[0][-1].content
    title, sentence, question = asked.splitlines()
    assert title == f"Title: {claims[0].evidence[0].heading}"
    assert sentence == f"Sentence: {claims[0].text}"
    assert question == f"Question: {QUERY.text}"


def test_of_a_follow_up_it_is_told_what_it_is_about(claims):
    replies = Replies([0.999])
    query = Query("Who speaks for him?", "en", topic="Who is Haftar?")
    verifier(replies).verify_answers(query, claims)
    asked = replies.prompts[0][-1].content
    assert asked.endswith("Question: Who is Haftar? Who speaks for him?")


def test_of_a_follow_up_its_word_only_takes_away(claims):
    query = Query("Who speaks for him?", "en", topic="Who is Haftar?", is_follow_up=True)
    unsure = [replace(claim, p_answer=0.15, p_null=0.8) for claim in claims]
    assert verifier(Replies([])).verify_answers(query, unsure) == unsure
    denied = verifier(Replies([0.001])).verify_answers(query, claims)
    assert not choose_claims(denied).chosen


def test_a_name_that_is_missing_is_counted_again_in_a_follow_up_alone(claims):
    """The reader has counted it; of follow-ups about siblings, nothing else tells them apart."""
    text = "Qui parle pour Roosevelt ?"
    alone, follow_up = Query(text, "fr"), Query(text, "fr", is_follow_up=True)
    by_itself, after_another = (
        verifier(Replies([0.5])).verify_answers(query, claims)[0].p_null or 0.0
        for query in (alone, follow_up)
    )
    assert by_itself < after_another - 0.05


def test_a_reply_without_either_word_tells_nothing(claims):
    class Silent:
        def invoke(self, prompt: Any) -> AIMessage:
            return AIMessage("Perhaps")

    use: Any = SimpleNamespace(model=SimpleNamespace(verify=Silent()))
    assert ModelAnswerVerifier(use).log_odds_of(QUERY, claims[0].evidence[0]) == 0.0
