"""The diagnosis of an outcome: the first thing that went wrong with its question."""

import pytest

from eval.metrics.scores import contributions
from eval.run.diagnosis import MEANINGS, count_diagnoses, diagnose
from tests.eval.runs import GOLD, OTHER, answer, outcome, question, retrieved, small_outcomes


@pytest.mark.parametrize("each", small_outcomes(), ids=lambda each: each.question.id)
def test_each_way_to_go_wrong_has_its_name(each):
    assert diagnose(each) == each.question.id.removesuffix("-refusal")


def test_a_wrong_answer_without_the_evidence_is_a_fault_of_retrieval():
    given = answer("Karl Berg.", OTHER)
    wrong = outcome(question("q"), given, correct=False, found=retrieved(OTHER))
    assert diagnose(wrong) == "not-retrieved"


def test_a_right_answer_that_cites_another_place_is_a_wrong_citation():
    assert diagnose(outcome(question("q"), answer("Ida Berg.", OTHER), cites_gold=False)) == (
        "wrong-citation"
    )


def test_an_answer_that_denies_the_premise_is_right_and_still_no_refusal():
    asked = question("q", answerable=False).model_copy(update={"denied": question("f").facts[0]})
    denial = outcome(asked, answer("Ida Berg.", GOLD))
    assert diagnose(denial) == "right"
    scores = contributions(denial)
    assert scores["correctness"] == (1, 1)
    assert scores["hallucination_rate"] == (1, 1)
    assert scores["refusal_f1"] == (0, 1)


def test_retrieval_only_is_right_where_all_evidence_is_found():
    both = question("q", facts=(("Ida Berg", GOLD), ("1912", OTHER)))
    assert diagnose(outcome(both, None, correct=None)) == "right"
    partly = outcome(both, None, correct=None, found=retrieved(GOLD))
    assert diagnose(partly) == "not-retrieved"
    assert diagnose(outcome(question("q", answerable=False), None, correct=None)) == "not-asked"


def test_diagnoses_are_counted_in_order_of_display():
    counts = count_diagnoses(small_outcomes())
    assert counts["right"] == 2
    assert sum(counts.values()) == len(small_outcomes())
    assert list(counts) == [name for name in MEANINGS if name != "not-asked"]
