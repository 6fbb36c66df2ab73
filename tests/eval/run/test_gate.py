"""The thresholds, and what falls below them."""

import pytest

from eval.datasets.sets import load_set
from eval.report.glossary import metric
from eval.run.gate import Gate, Threshold, load_gate, misses
from tests.eval.runs import run_of, small_outcomes
from vectorstore.errors import CiteraError


def test_the_thresholds_that_come_with_citera_are_of_a_set_and_of_known_metrics():
    gate = load_gate()
    assert load_set(gate.set).of_split(gate.split).questions
    assert all(metric(name).meaning for name in gate.metrics)
    for name, threshold in gate.metrics.items():
        assert (threshold.maximum < 1) == metric(name).lower_is_better


def test_a_miss_names_metric_value_and_threshold():
    run = run_of(small_outcomes())
    value = run.summary["correctness"].value
    gate = Gate(
        set="port",
        split="dev",
        metrics={
            "correctness": Threshold(minimum=value + 0.1),
            "hallucination_rate": Threshold(maximum=0.1),
            "fault_rate": Threshold(maximum=0.5),
            "answer_recall": Threshold(minimum=0.1),
            "unheard_of": Threshold(minimum=0),
        },
    )
    assert misses(gate, run) == [
        f"correctness is {value:.3f}, below {value + 0.1:g}",
        "hallucination_rate is 0.500, above 0.1",
        "unheard_of was not measured",
    ]


def test_thresholds_that_cannot_be_read_are_named(tmp_path):
    path = tmp_path / "thresholds.toml"
    path.write_text('set = "article"\nsplit = "test"\n[metrics]\nmrr = { least = 1 }\n')
    with pytest.raises(CiteraError, match=r"thresholds\.toml(.|\n)*least"):
        load_gate(path)
