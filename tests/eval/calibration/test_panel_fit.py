"""Ranks, fitted weights and gains, on features made by hand."""

import numpy as np
import pytest

from eval.calibration.panel_features import PanelFeatures
from eval.calibration.panel_fit import PanelSet, WeightFit, gain_interval, ranks
from vectorstore.scoring.ranking import Weights

_ALL = Weights(passage=1, sentence=0, tokens=0.5, lexical=0)


def made(gold: list[list[int]], **evidence: list[list[float]]) -> PanelFeatures:
    """Features with the evidence given, and 0 of the other kinds."""
    flags = np.array(gold, bool)
    kinds = {
        name: np.array(evidence.get(name, np.zeros(flags.shape)), np.float32)
        for name in ("passage", "sentence", "tokens", "lexical")
    }
    return PanelFeatures(np.array(["en"] * len(gold)), flags, **kinds)


def test_the_rank_is_that_of_the_first_passage_that_answers():
    features = made(
        [[0, 1, 1], [1, 0, 0]],
        passage=[[0.8, 0.7, 0.1], [0.1, 0.7, 0.3]],
        tokens=[[0.0, 0.4, 0.9], [0.1, 0.0, 0.0]],
    )
    assert ranks(features, Weights(passage=1, sentence=0, tokens=0, lexical=0)).tolist() == [1, 2]
    assert ranks(features, _ALL).tolist() == [0, 2]


def test_weights_are_fitted_to_the_sets_that_are_used():
    gold = [[1, 0]]
    lexical = made(gold, passage=[[0.5, 0.6]], lexical=[[0.9, 0.0]])
    tokens = made(gold, passage=[[0.5, 0.6]], tokens=[[0.9, 0.0]], lexical=[[0.0, 0.9]])
    sets = [PanelSet("a", "en", "en", lexical), PanelSet("b", "en", "de", tokens)]
    fit = WeightFit(sets)
    assert fit.best(lambda each: each.source == "a").lexical > 0
    across = fit.best(lambda each: each.is_across)
    assert across.tokens > across.lexical
    assert across.passage + across.sentence == pytest.approx(1)


def test_sources_count_alike_however_many_sets_they_have():
    gold = [[1, 0]]
    wants = made(gold, lexical=[[0.9, 0.0]], tokens=[[0.0, 0.3]])
    against = made(gold, lexical=[[0.0, 0.9]], tokens=[[0.3, 0.0]])
    sets = [PanelSet("a", "en", "en", wants)] * 3 + [PanelSet("b", "en", "en", against)] * 4
    by_two = WeightFit(sets).best(lambda _: True)
    once = WeightFit([sets[0], sets[-1]]).best(lambda _: True)
    assert by_two == once


def test_the_interval_tells_a_gain_from_none():
    right, wrong = np.zeros(200, int), np.ones(200, int)
    assert gain_interval([right, right], [wrong, right]) == (0.5, 0.5, 0.5)
    mixed = np.arange(200) % 2
    gain, low, high = gain_interval([mixed], [mixed[::-1]])
    assert low < gain == 0 < high
