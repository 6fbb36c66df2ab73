import pytest

from eval.metrics.bootstrap import ratio_estimate


@pytest.mark.parametrize(("value", "end"), [(0.0, "high"), (1.0, "low")])
def test_few_questions_that_agree_are_not_sure(value, end):
    estimate = ratio_estimate([(value, 1.0)] * 14)
    assert estimate.value == value
    # Clopper and Pearson's upper bound for none of 14 is 0.232.
    assert abs(value - getattr(estimate, end)) == pytest.approx(0.232, abs=0.001)
    many = ratio_estimate([(value, 1.0)] * 1000)
    assert abs(value - getattr(many, end)) < 0.004


def test_a_question_without_claims_tells_nothing_of_their_share():
    assert ratio_estimate([(2.0, 2.0)] + [(0.0, 0.0)] * 50) == ratio_estimate([(2.0, 2.0)])


def test_an_interval_narrows_with_the_questions():
    few, many = (ratio_estimate([(1.0, 1.0), (0.0, 1.0)] * count) for count in (10, 1000))
    assert few.low < many.low < 0.5 < many.high < few.high
