import numpy as np

from assistant.readers.span.decoding import best_span


def logits(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


def test_the_best_span_has_the_best_start_and_end_together():
    assert best_span(logits(0, 4, 1), logits(0, 1, 6)) == (1, 2, 5.0)


def test_a_span_does_not_end_before_it_starts():
    assert best_span(logits(0, 0, 5), logits(9, 0, 1)) == (0, 0, 4.5)


def test_a_span_is_not_longer_than_it_may_be():
    assert best_span(logits(5, 0, 1), logits(0, 0, 5), most=2) == (2, 2, 3.0)
