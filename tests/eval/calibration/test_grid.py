"""Fitting by a grid, and values fitted without the questions they are measured on."""

from dataclasses import dataclass

import numpy as np

from eval.calibration.grid import fit_grid


@dataclass(frozen=True)
class Targets:
    """Questions whose loss is the distance from a target."""

    targets: np.ndarray
    folds: np.ndarray


def distance(data, values):
    return (data.targets - values["x"]) ** 2


def test_the_best_value_is_found_and_each_fold_is_left_out_of_its_own_fit():
    data = Targets(np.array([0.0, 1.0, 1.0, 1.0, 1.0, 6.0]), np.array([0, 1, 2, 3, 4, 4]))
    fit = fit_grid(data, distance, {"x": [0.0, 1.0, 2.0, 3.0]})
    assert fit.refitted == {"x": 2.0}
    assert [values["x"] for values in fit.by_fold] == [2.0, 2.0, 2.0, 2.0, 1.0]
    assert fit.held_out(data, distance).tolist() == [4.0, 1.0, 1.0, 1.0, 0.0, 25.0]


def test_of_equal_values_the_first_is_taken():
    data = Targets(np.array([0.0] * 5), np.arange(5))
    assert fit_grid(data, distance, {"x": [1.0, -1.0]}).refitted == {"x": 1.0}
