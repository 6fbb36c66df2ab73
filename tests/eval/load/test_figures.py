import pytest

from eval.load.figures import (
    Fairness,
    Percentiles,
    QueueLength,
    fairness,
    percentiles,
    queue_length,
    slope,
)


def test_percentiles_are_interpolated():
    assert percentiles(range(1, 102)) == Percentiles(101, 51.0, 96.0)
    assert percentiles([1.0, 2.0]) == Percentiles(2, 1.5, pytest.approx(1.95))


def test_no_values_have_no_percentiles():
    assert percentiles([]) == Percentiles(0, None, None)


def test_a_queue_that_keeps_the_order_overtakes_nobody():
    assert fairness([(2, 6), (0, 1), (1, 4)]) == Fairness(4, 0)


def test_a_question_is_overtaken_by_those_that_came_later_and_began_before_it():
    # The second waits from 1 to 9: two that came later began before it, one began after it.
    assert fairness([(0, 1), (1, 9), (2, 3), (4, 8), (5, 10)]) == Fairness(8, 2)


def test_nobody_who_comes_after_a_question_was_begun_overtakes_it():
    assert fairness([(0, 5), (6, 7)]) == Fairness(5, 0)
    assert fairness([]) == Fairness(0, 0)


def test_the_queue_is_what_is_there_beyond_what_is_worked_on():
    # One waits from 2 to 4, two from 4 to 6, in ten seconds.
    spans = [(0, 6), (2, 10), (4, 6)]
    assert queue_length(spans, at_once=1) == QueueLength(pytest.approx(0.6), 2)
    assert queue_length(spans, at_once=3) == QueueLength(0, 0)


def test_one_that_comes_as_another_goes_does_not_wait():
    assert queue_length([(0, 1), (1, 2)], at_once=1) == QueueLength(0, 0)
    assert queue_length([], at_once=1) == QueueLength(0, 0)


def test_the_slope_of_a_line_is_its_own():
    assert slope([(1, 10), (2, 13), (4, 19)]) == pytest.approx(3)


def test_one_jump_is_no_slope():
    assert slope([(x, 100 if x > 5 else 0) for x in range(8)]) == 0


def test_a_slope_shows_through_noise():
    points = [(x, 2 * x + (0.3, -0.2, 0.1)[x % 3]) for x in range(10)]
    assert slope(points) == pytest.approx(2, abs=0.1)


def test_one_point_has_no_slope():
    with pytest.raises(ValueError, match="two points"):
        slope([(1, 1), (1, 2)])
