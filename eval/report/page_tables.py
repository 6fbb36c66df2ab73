"""Rows of the tables in the HTML report."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.metrics.paired import Difference
from eval.report.compare import Comparison, significant_change
from eval.report.glossary import Metric, in_groups, in_order
from eval.run.outcomes import Estimate, Outcome, Run

_OF_GROUPS = ("correctness", "hit@5", "faithfulness", "hallucination_rate", "error_rate")
"""Metrics shown for each language and kind; the first available one is also drawn."""


@dataclass(frozen=True)
class MetricRow:
    """Metric of the run, and its difference from the run before."""

    metric: Metric
    estimate: Estimate
    difference: Difference | None
    change: str
    """`better` or `worse` if it differs significantly, else empty."""


def metric_rows(run: Run, comparison: Comparison | None) -> list[tuple[str, list[MetricRow]]]:
    """Metrics of a run under the titles of their groups."""
    differences = comparison.differences if comparison else {}

    def row(each: Metric) -> MetricRow:
        found = differences.get(each.name)
        said = significant_change(each.name, found) if found else ""
        return MetricRow(each, run.summary[each.name], found, said)

    return [(title, [row(each) for each in metrics]) for title, metrics in in_groups(run.summary)]


@dataclass(frozen=True)
class GroupTable:
    """Metrics by language and kind of question; None where one applies to no question."""

    metrics: tuple[Metric, ...]
    rows: tuple[tuple[str, tuple[Estimate | None, ...]], ...]


def group_table(run: Run) -> GroupTable:
    """Metrics of each group of questions, such as `language: fr`."""
    metrics = in_order(name for name in _OF_GROUPS if name in run.summary)
    drawn_first = sorted(metrics, key=lambda each: _OF_GROUPS.index(each.name))
    rows = [
        (group, tuple(summary.get(each.name) for each in drawn_first))
        for group, summary in sorted(run.groups.items())
    ]
    return GroupTable(tuple(drawn_first), tuple(rows))


def tokens_a_question(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Mean number of tokens that the chat model read and wrote for a question put to it."""
    told = [
        outcome.answer.tokens for outcome in outcomes if outcome.answer and outcome.answer.tokens
    ]
    names = sorted({name for tokens in told for name in tokens})
    return {name: sum(tokens.get(name, 0) for tokens in told) / len(told) for name in names}
