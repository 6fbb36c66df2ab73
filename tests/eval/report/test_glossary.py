"""Names of metrics: all that are computed have one, in an order that holds."""

from eval.metrics.retrieval import (
    context_precision,
    id_based_context_precision,
    id_based_context_recall,
)
from eval.metrics.scores import summarise
from eval.report.glossary import GROUPS, in_groups, in_order, metric
from tests.eval.runs import small_outcomes


def test_every_metric_of_a_summary_is_explained():
    summary = summarise(small_outcomes())
    assert {"hit@1", "correctness", "citation_precision", "refusal_f1"} <= set(summary)
    assert [name for name in summary if not metric(name).meaning] == []


def test_groups_stand_together_and_unknown_names_come_last():
    shown = in_order(["seconds", "refusal_f1", "hit@1", "correctness", "mrr"])
    assert [each.name for each in shown] == ["hit@1", "mrr", "correctness", "refusal_f1", "seconds"]
    assert {each.group for each in shown} <= set(GROUPS)


def test_correctness_stands_beside_the_citations():
    groups = in_groups(["correctness", "citation_recall", "mrr"])
    assert [[each.name for each in metrics] for _, metrics in groups] == [
        ["mrr"],
        ["correctness"],
        ["correctness", "citation_recall"],
    ]
    assert [title.split()[0] for title, _ in groups] == ["Retrieval", "Answers", "Citations"]


def test_rates_of_failure_are_better_when_lower():
    lower = {each.name for each in in_order(summarise(small_outcomes())) if each.lower_is_better}
    assert lower == {"hallucination_rate", "error_rate", "fault_rate", "risk_area"}


def test_context_precision_heeds_the_order_and_its_id_based_form_does_not():
    assert context_precision([True, False, False, False]) == 1.0
    assert context_precision([False, False, False, True]) == 0.25
    assert context_precision([True, False, True]) == (1 + 2 / 3) / 2
    assert id_based_context_precision([True, False, False, False]) == 0.25
    assert id_based_context_precision([False, False, False, True]) == 0.25
    assert context_precision([]) == id_based_context_precision([]) == 0.0


def test_id_based_context_recall_counts_the_passages_that_were_missed():
    assert id_based_context_recall([True, False], count=2) == 0.5
    assert id_based_context_recall([True, True], count=2) == 1.0
    assert id_based_context_recall([], count=2) == 0.0
