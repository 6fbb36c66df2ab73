"""The metrics of a ranked list, on hand-made rankings."""

from eval.metrics.retrieval import (
    context_precision,
    id_based_context_precision,
    id_based_context_recall,
)


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
