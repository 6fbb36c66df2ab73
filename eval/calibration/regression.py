"""Logistic regressions, fitted and measured on folds left out."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.calibration.arrays import FOLDS
from eval.metrics.spans import area_under_roc

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """Weights of a logistic regression, and its figures where each fold is left out."""

    names: tuple[str, ...]
    weights: tuple[float, ...]
    """The bias first."""
    figures: dict[str, float]


def held_out(features: Floats, gold: NDArray[np.bool_], folds: Floats) -> Floats:
    """Log-odds of each row by the fit on the other folds."""
    odds = np.zeros(len(gold))
    for fold in range(FOLDS):
        bias, *own = logistic_weights(features[folds != fold], gold[folds != fold])
        odds[folds == fold] = bias + features[folds == fold] @ np.array(own)
    return odds


def logistic_weights(features: Floats, gold: NDArray[np.bool_]) -> tuple[float, ...]:
    """Of a logistic regression, the bias first."""
    from sklearn.linear_model import LogisticRegression

    model: Any = LogisticRegression(C=10.0, max_iter=1000).fit(features, gold)
    return (float(model.intercept_[0]), *map(float, model.coef_[0]))


def log_loss(odds: Floats, gold: NDArray[np.bool_]) -> float:
    """Mean cross-entropy, in nats."""
    return float(np.mean(np.logaddexp(0, np.where(gold, -odds, odds))))


def auc(scores: Floats, gold: NDArray[np.bool_]) -> float:
    """Area under the ROC curve of scores that are to be higher where it is gold; 0 for one kind."""
    return area_under_roc(scores[gold].tolist(), scores[~gold].tolist()) or 0.0
