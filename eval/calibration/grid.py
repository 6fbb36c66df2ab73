"""Fits numbers by trying a grid of values, and cross-validates what was fitted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from eval.calibration.arrays import FOLDS, Floats, Values


class Folded(Protocol):
    """Questions in folds."""

    @property
    def folds(self) -> NDArray[np.int64]:
        """(n,): fold of each question, from 0."""
        ...


Data = TypeVar("Data", bound=Folded)


@dataclass(frozen=True)
class Fit(Generic[Data]):
    """The values of a grid with the least mean loss, on all questions and without each fold."""

    refitted: Values
    by_fold: tuple[Values, ...]
    """For each fold, the best values on the other folds."""

    def held_out(self, data: Data, measure: Callable[[Data, Values], Floats]) -> Floats:
        """A measure of each question, (n, ...), by the values fitted without its fold."""
        measured = [measure(data, values) for values in self.by_fold]
        return np.array([measured[fold][at] for at, fold in enumerate(data.folds)])


def fit_grid(
    data: Data,
    loss: Callable[[Data, Values], Floats],
    grid: Mapping[str, Sequence[float]],
) -> Fit[Data]:
    """The values with the least mean `loss`, (n,) a point; of equal ones, the first."""
    points: list[Values] = [
        dict(zip(grid, values, strict=True)) for values in product(*grid.values())
    ]
    losses = np.array([loss(data, point) for point in points])

    def best(chosen: NDArray[np.bool_]) -> Values:
        return points[int(losses[:, chosen].mean(axis=1).round(9).argmin())]

    by_fold = tuple(best(data.folds != fold) for fold in range(FOLDS))
    return Fit(best(data.folds >= 0), by_fold)
