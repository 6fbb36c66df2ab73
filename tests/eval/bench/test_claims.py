import numpy as np
import pytest

from eval.bench.claims import Scores, scores_of
from eval.datasets.claims import load_claims


@pytest.fixture
def scores():
    return Scores(
        grounded=np.array([True, True, False, True, True]),
        entailment=np.array([0.9, 0.8, 0.9, 0.6, 0.1]),
        borne_out=np.array([True, True, False, False, True]),
    )


def test_what_is_shown_and_hidden_is_counted(scores):
    found = scores.at(0.5)
    assert found.shown == 3
    assert found.false_shown == pytest.approx(1 / 3)
    assert found.true_hidden == pytest.approx(1 / 3)


def test_the_best_limits_show_no_false_claim_and_hide_few_true_ones(scores):
    best = scores.best()
    assert best.false_shown == 0
    assert best.shown == 2


def test_the_claims_have_a_score_of_each_check():
    claims = load_claims("dev")[:8]
    scores = scores_of(claims)
    assert len(scores.grounded) == len(scores.entailment) == 8
    assert ((scores.entailment >= 0) & (scores.entailment <= 1)).all()
