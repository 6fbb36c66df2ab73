"""Names of metrics: all that are computed have one, in an order that holds."""

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
