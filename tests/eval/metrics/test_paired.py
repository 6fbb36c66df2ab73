"""The paired bootstrap and the sign test, on numbers."""

import pytest

from eval.metrics.paired import paired_difference, paired_statistic, sign_test


def test_sign_test_is_the_exact_binomial():
    assert sign_test(0, 0) == 1.0
    assert sign_test(6, 0) == sign_test(0, 6) == 2 / 64
    assert sign_test(8, 2) == pytest.approx(0.109375)


def test_a_metric_that_applies_to_no_question_of_a_run_has_no_difference():
    assert paired_difference([(0, 0)], [(1, 1)]) is None


def test_statistics_that_are_no_mean_are_resampled_by_question():
    found = paired_statistic([0.0] * 10, [1.0] * 5 + [0.0] * 5, max)
    assert (found.first, found.second, found.differing) == (0.0, 1.0, 5)
    assert found.high == 1.0
